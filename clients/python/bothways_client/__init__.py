"""A typed client of Bothways: credentials of your customers' connected accounts, always fresh.

>>> from bothways_client import Bothways
>>> hub = Bothways("https://connect.example.com", api_key)
>>> credentials = hub.credentials(customer="acme-1", integration="slack")
"""

__version__ = "0.1.0"

from bothways_client.api_keys import APIKey, NewAPIKey
from bothways_client.call import KEEP
from bothways_client.client import AsyncBothways, Bothways
from bothways_client.connecting import (
    Authorization,
    CatalogConnection,
    CatalogEntry,
    ConnectSession,
    SessionEntry,
)
from bothways_client.connections import (
    Account,
    Connection,
    Credentials,
    CustomerReference,
    HistoryEntry,
    KnownCredentials,
    LogEntry,
    ReplacedAccount,
    Trouble,
)
from bothways_client.customers import Customer, Deletion, DeletionConnections
from bothways_client.environment import AuditEntry, Environment, Event, Theme
from bothways_client.errors import (
    BothwaysError,
    Conflict,
    ConnectionFailed,
    Denied,
    FieldError,
    InvalidRequest,
    NeedsReconnect,
    NotFound,
    TooManyRequests,
    Unauthenticated,
    Unavailable,
)
from bothways_client.integrations import Finding, Integration, Report
from bothways_client.links import ConnectLink, NewConnectLink
from bothways_client.providers import Method, MethodDetail, Provider, ProviderSummary
from bothways_client.question import Choice, Question
from bothways_client.retrying import Retrying
from bothways_client.statistics import Counts, Day, IntegrationStatistics, Standing, Statistics
from bothways_client.tiles import Tile

__all__ = [
    "KEEP",
    "APIKey",
    "Account",
    "AsyncBothways",
    "AuditEntry",
    "Authorization",
    "Bothways",
    "BothwaysError",
    "CatalogConnection",
    "CatalogEntry",
    "Choice",
    "Conflict",
    "ConnectLink",
    "ConnectSession",
    "Connection",
    "ConnectionFailed",
    "Counts",
    "Credentials",
    "Customer",
    "CustomerReference",
    "Day",
    "Deletion",
    "DeletionConnections",
    "Denied",
    "Environment",
    "Event",
    "FieldError",
    "Finding",
    "HistoryEntry",
    "Integration",
    "IntegrationStatistics",
    "InvalidRequest",
    "KnownCredentials",
    "LogEntry",
    "Method",
    "MethodDetail",
    "NeedsReconnect",
    "NewAPIKey",
    "NewConnectLink",
    "NotFound",
    "Provider",
    "ProviderSummary",
    "Question",
    "ReplacedAccount",
    "Report",
    "Retrying",
    "SessionEntry",
    "Standing",
    "Statistics",
    "Theme",
    "Tile",
    "TooManyRequests",
    "Trouble",
    "Unauthenticated",
    "Unavailable",
]
