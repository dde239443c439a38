"""What only this dialect refuses."""

from bothways.kit.errors import DomainError, Kind


class KollaUnimplemented(DomainError):
    """Kolla's clients may ask for it, and there is nothing here yet that does it."""

    code = "kolla_unimplemented"
    kind = Kind.INVALID
    next_step = "See docs/guides/from-kolla.md for what is different, and for what to do instead."


class KollaConsumerNotAllowed(DomainError):
    """A consumer token was sent where only a backend may ask."""

    code = "kolla_consumer_not_allowed"
    kind = Kind.DENIED
    next_step = "Ask from your backend, with an API key."


class KollaSiteNotAllowed(DomainError):
    """The widget stands on a site that the consumer's environment does not allow."""

    code = "kolla_site_not_allowed"
    kind = Kind.DENIED
    next_step = "Add the site and the widget's own address to allowed_origins with PATCH /v1/environment."


class KollaWidgetOnly(DomainError):
    """Something else than the widget's own page knocked at its door."""

    code = "kolla_widget_only"
    kind = Kind.DENIED
    next_step = "Use Kolla's browser SDK, or the embedded marketplace: see docs/guides/from-kolla.md."


class KollaTooMany(DomainError):
    """More would have to be sorted than is read at once."""

    code = "kolla_too_many"
    kind = Kind.CONFLICT
    next_step = "Narrow the list with filter, or leave order_by out."
