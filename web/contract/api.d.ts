// Written by `make contract` from the API document. Change the code, not this file.

export interface paths {
    "/v1/environment": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get the environment of this API key
         * @description Scope `environment:read`.
         */
        get: operations["get_environment"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Change the environment's settings
         * @description All of the changes are made, or none. Return URLs and origins are exact: no wildcards.
         *
         *     Scope `environment:write`.
         */
        patch: operations["change_environment"];
        trace?: never;
    };
    "/v1/customers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List customers
         * @description `q` looks into names, e-mail addresses and your own ids; `external_id` finds the one customer with that id.
         *
         *     Scope `customers:read`.
         */
        get: operations["list_customers"];
        put?: never;
        /**
         * Create a customer, or bring a known one up to date
         * @description Not needed before a connect session: that does the same.
         *
         *     Scope `customers:write`.
         */
        post: operations["put_customer"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/customers/{customer_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get a customer
         * @description Scope `customers:read`.
         */
        get: operations["get_customer"];
        put?: never;
        post?: never;
        /**
         * Delete a customer
         * @description With every connection, session and event of it. Its key is destroyed too, so copies of its credentials cannot
         *     be read any more. Providers are not asked to revoke anything: disconnect first where they should.
         *
         *     Scope `customers:write`.
         */
        delete: operations["delete_customer"];
        options?: never;
        head?: never;
        /**
         * Change a customer's name, e-mail address or metadata
         * @description Scope `customers:write`.
         */
        patch: operations["change_customer"];
        trace?: never;
    };
    "/v1/api-keys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List API keys
         * @description Oldest first, revoked and expired ones too, which `state` tells apart. Tokens are not kept, so none is shown.
         *
         *     Scope `api_keys:read`.
         */
        get: operations["list_api_keys"];
        put?: never;
        /**
         * Make an API key
         * @description `token` is in this answer and nowhere else: repeated with the same Idempotency-Key the call makes no second key,
         *     and is refused. Nobody can give a key scopes that they do not have themselves.
         *
         *     Scope `api_keys:write`.
         */
        post: operations["create_api_key"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/api-keys/{key_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get an API key
         * @description Scope `api_keys:read`.
         */
        get: operations["get_api_key"];
        put?: never;
        post?: never;
        /**
         * Revoke an API key
         * @description It is worth nothing from now on; on other nodes within a second. It stays in the list. Revoking twice changes
         *     nothing.
         *
         *     Scope `api_keys:write`.
         */
        delete: operations["revoke_api_key"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/connect-sessions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List connect sessions
         * @description Newest first, without their tokens. Expired ones are forgotten before long. `customer` is your own id.
         *
         *     Scope `connect_sessions:read`.
         */
        get: operations["list_connect_sessions"];
        put?: never;
        /**
         * Open a connect session
         * @description Send your customer's browser to `url`, or hand it `token`. The customer is created when its id is new.
         *
         *     Scope `connect_sessions:write`.
         */
        post: operations["open_connect_session"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/connect-sessions/{session_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get a connect session
         * @description Scope `connect_sessions:read`.
         */
        get: operations["get_connect_session"];
        put?: never;
        post?: never;
        /**
         * End a connect session at once
         * @description Its token, its link and the pages opened with it stop working.
         *
         *     Scope `connect_sessions:write`.
         */
        delete: operations["revoke_connect_session"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/connect-links": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List connect links
         * @description Newest first, ended ones too for a month. `customer` is your own id; an unknown one has no links.
         *
         *     Scope `connect_links:read`.
         */
        get: operations["list_connect_links"];
        put?: never;
        /**
         * Make a connect link
         * @description For a mail, or for support to hand out: `url` opens the marketplace for this customer, as often as it is opened
         *     until it expires. Whoever has it connects accounts for the customer, so send it to nobody else.
         *
         *     Scope `connect_links:write`.
         */
        post: operations["create_connect_link"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/connect-links/{link_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get a connect link
         * @description Scope `connect_links:read`.
         */
        get: operations["get_connect_link"];
        put?: never;
        post?: never;
        /**
         * Revoke a connect link
         * @description The link and every page that was opened with it stop working at once. What was connected stays connected.
         *
         *     Scope `connect_links:write`.
         */
        delete: operations["revoke_connect_link"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/session": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get the connect session of this token */
        get: operations["get_session"];
        put?: never;
        post?: never;
        /**
         * End the connect session of this token
         * @description For when somebody signs out of your product: the token, and every page opened with it, stop working.
         */
        delete: operations["end_session"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/session/tickets": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Get a ticket for the marketplace's frame
         * @description The SDK hands it to the frame in place of the token, which so never leaves your page. It works once, within a
         *     minute.
         */
        post: operations["open_frame_ticket"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List events
         * @description Newest first. `type` may be given several times, `subject_id` is what the event happened to; `connection` says
         *     the same of a connection. `customer_id` is our id of the customer it concerns, `customer` yours.
         *
         *     Scope `events:read`.
         */
        get: operations["list_events"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/audit-entries": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List audit entries
         * @description Newest first: who did what. The entries form a chain that shows when one was changed or removed. `q` looks into
         *     all that an entry says; `since` counts in, `until` does not.
         *
         *     Scope `audit:read`.
         */
        get: operations["list_audit_entries"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/providers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List providers
         * @description What can be switched on in this environment: the shipped providers and its own, by slug. `q` looks into names,
         *     slugs and descriptions.
         *
         *     Scope `providers:read`.
         */
        get: operations["list_providers"];
        put?: never;
        /**
         * Add a provider of your own
         * @description It is checked like a file by `bothways providers check`, and belongs to this environment alone.
         *
         *     Scope `providers:write`.
         */
        post: operations["add_provider"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/providers/{slug}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get a provider
         * @description With all that a form for an integration needs, and its definition, which is also a good start for one of your
         *     own.
         *
         *     Scope `providers:read`.
         */
        get: operations["get_provider"];
        /**
         * Replace a provider of your own
         * @description It counts from the next request to the provider on, for existing connections too.
         *
         *     Scope `providers:write`.
         */
        put: operations["replace_provider"];
        post?: never;
        /**
         * Remove a provider of your own
         * @description Works while no integration uses it.
         *
         *     Scope `providers:write`.
         */
        delete: operations["remove_provider"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/integrations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List integrations
         * @description `q` looks into names, slugs, providers and descriptions; `enabled` narrows to those switched on or off.
         *
         *     Scope `integrations:read`.
         */
        get: operations["list_integrations"];
        put?: never;
        /**
         * Switch a provider on
         * @description Register the answer's `redirect_uri` at the provider.
         *
         *     Scope `integrations:write`.
         */
        post: operations["create_integration"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/integrations/{integration}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get an integration by id or slug
         * @description Scope `integrations:read`.
         */
        get: operations["get_integration"];
        put?: never;
        post?: never;
        /**
         * Remove an integration
         * @description Works while nothing was connected through it; switch it off otherwise.
         *
         *     Scope `integrations:write`.
         */
        delete: operations["remove_integration"];
        options?: never;
        head?: never;
        /**
         * Change an integration
         * @description A new client secret is used from the next request to the provider on.
         *
         *     Scope `integrations:write`.
         */
        patch: operations["change_integration"];
        trace?: never;
    };
    "/v1/integrations/{integration}/test": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Test an integration
         * @description Calls the provider without any customer, and says precisely what is wrong with the settings.
         *
         *     Scope `integrations:write`.
         */
        post: operations["test_integration"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/customers/{customer_id}/deletion": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * See what deleting a customer would take along
         * @description Nothing is changed.
         *
         *     Scope `customers:read`.
         */
        get: operations["preview_customer_deletion"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/statistics": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get statistics
         * @description How connections stand now, and what became of them day by day: of all integrations, or of one. Deleting a
         *     customer takes its connections out of what stands now, and out of nothing that was counted.
         *
         *     Scope `connections:read`.
         */
        get: operations["get_statistics"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/connections": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List connections
         * @description Disconnected ones included. `q` looks into the names of connections and accounts, and of their customers.
         *     `customer` is your own id; an unknown one has no connections. `trouble` narrows to those whose last renewal
         *     failed, or did not. A connect session sees its own customer's, whomever it names.
         *
         *     Scope `connections:read` for API keys; a connect session sees its own customer only.
         */
        get: operations["list_connections"];
        put?: never;
        /**
         * Import a connection
         * @description For credentials that were obtained by another system. They are checked as strictly as a provider's answer. An
         *     account that the customer has connected already is renewed, and keeps its id.
         *
         *     Scope `connections:write`.
         */
        post: operations["import_connection"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/connections/{connection_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get a connection
         * @description Scope `connections:read` for API keys; a connect session sees its own customer only.
         */
        get: operations["get_connection"];
        put?: never;
        post?: never;
        /**
         * Disconnect
         * @description The secrets are erased at once, and the provider is told to revoke them as soon as it can be reached. The
         *     connection and its history stay readable. Disconnecting twice changes nothing.
         *
         *     Scope `connections:write` for API keys; a connect session sees its own customer only.
         */
        delete: operations["disconnect"];
        options?: never;
        head?: never;
        /**
         * Change a connection's label or metadata
         * @description Scope `connections:write`.
         */
        patch: operations["change_connection"];
        trace?: never;
    };
    "/v1/connections/{connection_id}/history": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List what happened to a connection
         * @description Newest first. Renewals that went as they should are not listed.
         *
         *     Scope `connections:read` for API keys; a connect session sees its own customer only.
         */
        get: operations["list_history"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/connections/{connection_id}/refresh": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Renew the credentials now
         * @description Credentials are renewed by themselves before they expire. Ask for it when the provider's API rejects them
         *     although they have not expired, and say so with `rejected_version`: they are renewed once; if the new ones are
         *     rejected as well, the connection needs its customer.
         *
         *     Scope `connections:write`.
         */
        post: operations["refresh_connection"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/connections/{connection_id}/credentials": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get credentials
         * @description Always fresh: they are renewed first when they have expired. Ask whenever you need them, and keep no copy.
         *
         *     Scope `credentials:read`.
         */
        get: operations["get_credentials"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/credentials": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get credentials by customer and integration
         * @description For callers who keep no connection ids. When the customer has connected several accounts, say which with
         *     `account`: the account's id at the provider, or a connection's id.
         *
         *     Scope `credentials:read`.
         */
        get: operations["find_credentials"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/connections/{connection_id}/logs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List what your backend wrote about a connection, newest first
         * @description Scope `connections:read`.
         */
        get: operations["list_connection_logs"];
        put?: never;
        /**
         * Write into a connection's logbook
         * @description For what your backend does with the connection, so that everybody finds it in one place. The newest 500 entries
         *     of a connection are kept. Write no secrets here.
         *
         *     Scope `connections:write`.
         */
        post: operations["write_connection_log"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/authorizations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List open attempts to connect, oldest first
         * @description Those that can still be finished. `customer` is your own id of a customer. Links are shown one by one.
         *
         *     Scope `connect_sessions:write`.
         */
        get: operations["list_authorizations"];
        put?: never;
        /**
         * Connect an account
         * @description Without `fields` the answer has a `url` to open in the customer's browser: it leads to the provider's consent,
         *     once, within fifteen minutes. With `fields` the credentials are checked at the provider and kept, and the answer
         *     is `connected`. With `lifetime_seconds` the link is a standing one, which you can send by mail.
         *
         *     Scope `connect_sessions:write` for API keys; a connect session sees its own customer only.
         */
        post: operations["create_authorization"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/authorizations/{authorization_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get an attempt to connect
         * @description Ask this while a popup is open: what is written here is the truth, whatever became of the window.
         *
         *     Scope `connect_sessions:write` for API keys; a connect session sees its own customer only.
         */
        get: operations["get_authorization"];
        put?: never;
        post?: never;
        /**
         * Withdraw an attempt to connect
         * @description Its link leads nowhere afterwards, and what a provider still answers is refused.
         *
         *     Scope `connect_sessions:write` for API keys; a connect session sees its own customer only.
         */
        delete: operations["withdraw_authorization"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/tiles": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List tiles
         * @description Oldest first. `published` narrows to those that customers see, or do not.
         *
         *     Scope `tiles:read`.
         */
        get: operations["list_tiles"];
        put?: never;
        /**
         * Add a card of your own to the marketplace
         * @description It stands beside the integrations and leads to `link_url`. Sessions for some integrations do not see it.
         *
         *     Scope `tiles:write`.
         */
        post: operations["create_tile"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/tiles/{tile}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get a tile by id or slug
         * @description Scope `tiles:read`.
         */
        get: operations["get_tile"];
        put?: never;
        post?: never;
        /**
         * Remove a tile
         * @description Scope `tiles:write`.
         */
        delete: operations["remove_tile"];
        options?: never;
        head?: never;
        /**
         * Change a tile
         * @description Scope `tiles:write`.
         */
        patch: operations["change_tile"];
        trace?: never;
    };
    "/v1/catalog": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List what a customer can connect
         * @description With an API key, `customer` is your own id of the customer; one that was never seen has connected nothing.
         *     A connect session sees its own customer, whatever it asks for.
         *
         *     Scope `catalog:read` for API keys; a connect session sees its own customer only.
         */
        get: operations["list_catalog"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/catalog/{integration}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get one integration as a customer sees it
         * @description By id or slug; a tile is found by its own, too.
         *
         *     Scope `catalog:read` for API keys; a connect session sees its own customer only.
         */
        get: operations["get_catalog_entry"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/marketplace": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the marketplace
         * @description Everything that this session's customer can connect, and how each of it stands.
         */
        get: operations["list_marketplace"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/marketplace/{item}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get one item of the marketplace
         * @description By id or slug: what it may do, which accounts are connected, and what happened to them.
         */
        get: operations["get_marketplace_item"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /** @description A key, to be recognised by its `hint`. `last_used_at` is written down once a minute. */
        APIKey: {
            id: string;
            name: string;
            hint: string;
            scopes: string[];
            state: components["schemas"]["Validity"];
            /** Format: date-time */
            created_at: string;
            expires_at: string | null;
            revoked_at: string | null;
            last_used_at: string | null;
        };
        /** @description A new key to this environment. `expires_at` null means that it lives until it is revoked. */
        APIKeyInput: {
            /** @description What it is for. */
            name: string;
            /** @description What it may do. */
            scopes: string[];
            /** @default null */
            expires_at?: string | null;
        };
        /**
         * @description One page. `next_cursor` is null on the last one.
         *
         *         `total` is how many items there are on all pages; null where it was not asked for, and where they are too many to
         *         be counted.
         */
        APIKeyPage: {
            items: components["schemas"]["APIKey"][];
            /** @default null */
            next_cursor?: string | null;
            /** @default null */
            total?: number | null;
        };
        /** @description The account at the provider; null where the provider does not tell. */
        Account: {
            id: string | null;
            label: string | null;
        };
        /** @description The account at the provider, as you know it. */
        AccountInput: {
            /** @default null */
            id?: string | null;
            /** @default null */
            label?: string | null;
        };
        /**
         * @description The order of a list that grows: by age, as ids are; a minus turns it round.
         * @enum {unknown}
         */
        Age: "-created_at" | "created_at";
        /** @description Who did what to whom; `sequence` counts from 1 in this environment. */
        AuditEntry: {
            sequence: number;
            actor: string;
            action: string;
            subject: string;
            detail: {
                [key: string]: unknown;
            };
            /** Format: date-time */
            created_at: string;
        };
        /**
         * @description One page. `next_cursor` is null on the last one.
         *
         *         `total` is how many items there are on all pages; null where it was not asked for, and where they are too many to
         *         be counted.
         */
        AuditEntryPage: {
            items: components["schemas"]["AuditEntry"][];
            /** @default null */
            next_cursor?: string | null;
            /** @default null */
            total?: number | null;
        };
        /**
         * @description One attempt to connect. `url` opens it in the customer's browser, once; it is shown only here and now.
         *
         *         That of a `standing` one is shown again while it works, to API keys. `connection_id` is the connection that is being
         *         renewed, or the id that the new one will have. When the customer connects an account that was connected before,
         *         that connection is renewed, and its id stands here in the end.
         */
        Authorization: {
            id: string;
            status: components["schemas"]["Status"];
            integration_id: string;
            connection_id: string | null;
            standing: boolean;
            error_code: string | null;
            error_detail: string | null;
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            expires_at: string;
            /** @default null */
            url?: string | null;
        };
        /**
         * @description What to connect. `fields` are for integrations that are connected by keys; nothing is opened then.
         *
         *         `scopes`, `metadata` and `lifetime_seconds` take an API key.
         */
        AuthorizationInput: {
            /** @description Id or slug of an integration. */
            integration: string;
            /** @default null */
            customer?: string | null;
            /** @default null */
            connection_id?: string | null;
            /** @default {} */
            values?: {
                [key: string]: string;
            };
            /** @default null */
            fields?: {
                [key: string]: string;
            } | null;
            /** @default page */
            display?: components["schemas"]["Display"];
            /** @default null */
            return_url?: string | null;
            /** @default null */
            scopes?: string[] | null;
            /**
             * @description Your own notes, for a new connection to begin with.
             * @default {}
             */
            metadata?: {
                [key: string]: string;
            };
            /** @default null */
            lifetime_seconds?: number | null;
        };
        /**
         * @description One page. `next_cursor` is null on the last one.
         *
         *         `total` is how many items there are on all pages; null where it was not asked for, and where they are too many to
         *         be counted.
         */
        AuthorizationPage: {
            items: components["schemas"]["Authorization"][];
            /** @default null */
            next_cursor?: string | null;
            /** @default null */
            total?: number | null;
        };
        /**
         * @description One card of the marketplace: an integration, or a tile of the operator's, which only leads to `link_url`.
         *
         *         `state` is the worst of `connections`. `values` and `fields` are asked before connecting; `redirects` tells whether
         *         that leads to the provider's own page. `logo_url` null means `monogram` on the colour `hue` of twelve; `logo_fills`
         *         a picture that fills its tile.
         */
        Card: {
            id: string;
            /** @enum {unknown} */
            kind: "custom" | "integration" | "promotional";
            slug: string;
            integration_id: string | null;
            provider: string | null;
            name: string;
            description: string;
            categories: string[];
            logo_url: string | null;
            logo_fills: boolean;
            monogram: string;
            hue: number;
            background: string | null;
            link_url: string | null;
            documentation_url: string | null;
            state: components["schemas"]["Standing"];
            enabled: boolean;
            redirects: boolean;
            values: components["schemas"]["Question"][];
            fields: components["schemas"]["Question"][];
            connections: components["schemas"]["MarketConnection"][];
        };
        /** @description A card with everything behind it. `method_help` tells where to find the keys, in English. */
        CardDetail: {
            id: string;
            /** @enum {unknown} */
            kind: "custom" | "integration" | "promotional";
            slug: string;
            integration_id: string | null;
            provider: string | null;
            name: string;
            description: string;
            categories: string[];
            logo_url: string | null;
            logo_fills: boolean;
            monogram: string;
            hue: number;
            background: string | null;
            link_url: string | null;
            documentation_url: string | null;
            state: components["schemas"]["Standing"];
            enabled: boolean;
            redirects: boolean;
            values: components["schemas"]["Question"][];
            fields: components["schemas"]["Question"][];
            connections: components["schemas"]["MarketConnection"][];
            long_description: string;
            permissions: components["schemas"]["Permission"][];
            accounts: components["schemas"]["MarketAccount"][];
            happenings: components["schemas"]["Happening"][];
            method_help: string;
        };
        /** @description Everything a customer can connect: what needs attention, then what is connected, then the rest, then tiles. */
        Catalog: {
            items: components["schemas"]["Entry"][];
        };
        /** @description One of the customer's accounts behind the integration. */
        CatalogConnection: {
            id: string;
            state: string;
            reason: string | null;
            label: string;
            account_label: string | null;
            /** Format: date-time */
            created_at: string;
        };
        /** @description A category, and how many cards belong to it. `label` is its English name. */
        Category: {
            slug: string;
            label: string;
            count: number;
        };
        /** @description One option of a list. */
        Choice: {
            value: string;
            label: string;
        };
        /** @description A link that opens the marketplace for one customer. `integration_ids` null means all of them. */
        ConnectLink: {
            id: string;
            state: components["schemas"]["LinkState"];
            name: string | null;
            customer: components["schemas"]["LinkCustomer"];
            integration_ids: string[] | null;
            return_url: string | null;
            locale: string | null;
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            expires_at: string;
            revoked_at: string | null;
            last_opened_at: string | null;
            opened_count: number;
        };
        /** @description A link for one customer, who is made when new. */
        ConnectLinkInput: {
            customer: components["schemas"]["CustomerInput"];
            /** @default null */
            integrations?: string[] | null;
            /** @default null */
            name?: string | null;
            /** @default 604800 */
            lifetime_seconds?: number;
            /** @default null */
            return_url?: string | null;
            /** @default null */
            locale?: string | null;
        };
        /**
         * @description One page. `next_cursor` is null on the last one.
         *
         *         `total` is how many items there are on all pages; null where it was not asked for, and where they are too many to
         *         be counted.
         */
        ConnectLinkPage: {
            items: components["schemas"]["ConnectLink"][];
            /** @default null */
            next_cursor?: string | null;
            /** @default null */
            total?: number | null;
        };
        /**
         * @description One customer's link to one account, through one integration.
         *
         *         A connect session sees neither `metadata` nor what the provider said of a failure. `reason` says why it needs its
         *         customer again. `version` counts the credentials. `expires_at` is null where the
         *         provider does not say; `renewable` credentials are renewed before that by themselves.
         */
        Connection: {
            id: string;
            customer: components["schemas"]["CustomerRef"];
            integration_id: string;
            provider: string;
            method_id: string;
            type: components["schemas"]["Kind"];
            state: components["schemas"]["State"];
            reason: string | null;
            reason_detail: string | null;
            trouble: components["schemas"]["Trouble"] | null;
            label: string;
            account: components["schemas"]["Account"];
            replaced_account: components["schemas"]["ReplacedAccount"] | null;
            scopes: string[];
            values: {
                [key: string]: string;
            };
            metadata: {
                [key: string]: string;
            };
            version: number;
            renewable: boolean;
            /** Format: date-time */
            obtained_at: string;
            expires_at: string | null;
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            updated_at: string;
            disconnected_at: string | null;
        };
        /**
         * @description One page. `next_cursor` is null on the last one.
         *
         *         `total` is how many items there are on all pages; null where it was not asked for, and where they are too many to
         *         be counted.
         */
        ConnectionPage: {
            items: components["schemas"]["Connection"][];
            /** @default null */
            next_cursor?: string | null;
            /** @default null */
            total?: number | null;
        };
        /** @description What is left out stays. */
        ConnectionPatch: {
            /** @description Your own name for the connection. */
            label?: string;
            /** @description Your own notes; replaced as a whole. */
            metadata?: {
                [key: string]: string;
            };
        };
        /** @description How often it happened. `needs_reauth` counts connections that began to need their customer. */
        Counts: {
            connected: number;
            reconnected: number;
            disconnected: number;
            needs_reauth: number;
            renewed: number;
            renewal_failed: number;
        };
        /**
         * @description What to send to the provider's API.
         *
         *         Add `headers` and `query` to every request to `base_url`, and it is authenticated; the parts are there for clients
         *         that want them: `access_token` and `token_type` (oauth2), `fields` (api_key), `username` and `password` (basic),
         *         `token`, `token_secret` and `client_id` (oauth1, where each request is signed by you). Absent parts do not apply.
         *         Report `version` as `rejected_version` when the provider rejects them.
         */
        Credentials: {
            connection_id: string;
            type: components["schemas"]["Kind"];
            version: number;
            headers: {
                [key: string]: string;
            };
            query: {
                [key: string]: string;
            };
            scopes: string[];
            account: components["schemas"]["Account"];
            /** @default null */
            base_url?: string | null;
            /** @default null */
            expires_at?: string | null;
            /** @default null */
            access_token?: string | null;
            /** @default null */
            token_type?: string | null;
            /** @default null */
            fields?: {
                [key: string]: string;
            } | null;
            /** @default null */
            username?: string | null;
            /** @default null */
            password?: string | null;
            /** @default null */
            token?: string | null;
            /** @default null */
            token_secret?: string | null;
            /** @default null */
            client_id?: string | null;
        };
        /**
         * @description What was obtained elsewhere. Tokens for an integration that redirects, `fields` for one that asks for keys.
         *
         *         Give `expires_at` or `expires_in` if you know them. `token_secret` belongs to OAuth 1.
         */
        CredentialsInput: {
            /** @default null */
            access_token?: string | null;
            /** @default null */
            token_type?: string | null;
            /** @default null */
            refresh_token?: string | null;
            /** @default null */
            token_secret?: string | null;
            /** @default null */
            expires_in?: number | null;
            /** @default null */
            expires_at?: string | null;
            /** @default null */
            scopes?: string[] | null;
            /** @default {} */
            fields?: {
                [key: string]: string;
            };
        };
        /** @description `id` is ours and stands in our paths; `external_id` is yours. */
        Customer: {
            id: string;
            external_id: string;
            name: string | null;
            email: string | null;
            metadata: {
                [key: string]: string;
            };
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            updated_at: string;
        };
        /** @description A customer by your own id, which is compared byte for byte. What is left out or null stays as it is known. */
        CustomerInput: {
            /** @description Your own id of the customer. */
            id: string;
            /** @default null */
            name?: string | null;
            /** @default null */
            email?: string | null;
            /** @default null */
            metadata?: {
                [key: string]: string;
            } | null;
        };
        /**
         * @description One page. `next_cursor` is null on the last one.
         *
         *         `total` is how many items there are on all pages; null where it was not asked for, and where they are too many to
         *         be counted.
         */
        CustomerPage: {
            items: components["schemas"]["Customer"][];
            /** @default null */
            next_cursor?: string | null;
            /** @default null */
            total?: number | null;
        };
        /** @description What is left out stays, null clears; metadata is replaced as a whole. */
        CustomerPatch: {
            name?: string | null;
            email?: string | null;
            metadata?: {
                [key: string]: string;
            };
        };
        /** @description Whose connection it is. `external_id` is yours. */
        CustomerRef: {
            id: string;
            external_id: string;
            name: string | null;
        };
        /** @description One day, in UTC. */
        Day: {
            connected: number;
            reconnected: number;
            disconnected: number;
            needs_reauth: number;
            renewed: number;
            renewal_failed: number;
            /** Format: date */
            day: string;
        };
        /**
         * @description What would go, in numbers; null means too many to be counted.
         *
         *         Providers are not told of connections that go in this way: disconnect them before, where they should be.
         */
        Deletion: {
            customer: components["schemas"]["CustomerRef"];
            connections: components["schemas"]["DeletionConnections"];
            connect_sessions: number | null;
            connect_links: number | null;
            events: number | null;
        };
        /** @description The customer's connections, by state. */
        DeletionConnections: {
            active: number | null;
            needs_reauth: number | null;
            disconnected: number | null;
        };
        /**
         * @description How the customer sees the provider's consent: in a popup, or in the page itself.
         * @enum {unknown}
         */
        Display: "page" | "popup";
        /**
         * @description An integration as this customer sees it, or a tile of the operator's (`promotional`, `custom`).
         *
         *         `state` is not_connected, connected or needs_reauth: the worst of `connections`. `redirects` tells whether
         *         connecting leads to the provider's own page. `values` and `fields` are asked before. A tile has neither an
         *         `integration_id` nor a `provider`: it leads to `link_url`.
         */
        Entry: {
            id: string;
            /** @enum {unknown} */
            kind: "custom" | "integration" | "promotional";
            integration_id: string | null;
            slug: string;
            provider: string | null;
            name: string;
            description: string;
            categories: string[];
            logo_url: string | null;
            monogram: string;
            state: components["schemas"]["Standing"];
            enabled: boolean;
            redirects: boolean;
            values: components["schemas"]["Question"][];
            fields: components["schemas"]["Question"][];
            connections: components["schemas"]["CatalogConnection"][];
            link_url: string | null;
            background: string | null;
            documentation_url: string | null;
        };
        /** @description The environment that the API key belongs to. */
        Environment: {
            id: string;
            workspace_id: string;
            mode: string;
            name: string;
            return_urls: string[];
            allowed_origins: string[];
            theme: components["schemas"]["ThemeWire"];
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            updated_at: string;
        };
        /** @description What is left out stays; lists and the theme are replaced as a whole. */
        EnvironmentInput: {
            name?: string;
            return_urls?: string[];
            allowed_origins?: string[];
            theme?: components["schemas"]["ThemeWire"];
        };
        /**
         * @description What has to happen before it can work: nothing, a change of settings, or a new connection.
         * @enum {unknown}
         */
        ErrorClass: "config" | "permanent" | "temporary";
        /** @description Something that happened to `subject_id`. */
        Event: {
            id: string;
            type: string;
            subject_id: string;
            customer_id: string | null;
            data: {
                [key: string]: unknown;
            };
            /** Format: date-time */
            created_at: string;
        };
        /**
         * @description One page. `next_cursor` is null on the last one.
         *
         *         `total` is how many items there are on all pages; null where it was not asked for, and where they are too many to
         *         be counted.
         */
        EventPage: {
            items: components["schemas"]["Event"][];
            /** @default null */
            next_cursor?: string | null;
            /** @default null */
            total?: number | null;
        };
        /** @description One thing that was looked at. */
        Finding: {
            check: string;
            outcome: string;
            message: string;
            next_step: string;
        };
        /** @description `ticket` lets one frame of ours in, once, until `expires_at`. */
        FrameTicket: {
            ticket: string;
            /** Format: date-time */
            expires_at: string;
        };
        /** @description One line of the history. `type` is an event's; `tone` is good, warn or empty. */
        Happening: {
            id: string;
            type: string;
            tone: string;
            at: string;
            account_name: string;
            params: {
                [key: string]: string;
            };
            fallback: string;
        };
        /** @description Something that happened to the connection. */
        HistoryEntry: {
            id: string;
            type: string;
            data: {
                [key: string]: unknown;
            };
            /** Format: date-time */
            created_at: string;
        };
        /**
         * @description One page. `next_cursor` is null on the last one.
         *
         *         `total` is how many items there are on all pages; null where it was not asked for, and where they are too many to
         *         be counted.
         */
        HistoryEntryPage: {
            items: components["schemas"]["HistoryEntry"][];
            /** @default null */
            next_cursor?: string | null;
            /** @default null */
            total?: number | null;
        };
        /**
         * @description A connection that was made elsewhere.
         *
         *         `connection_id` replaces the credentials of a connection of this customer's; its values and scopes stay where you
         *         give none. With `verify` the provider is asked whether the credentials work, and whose they are, before anything is
         *         kept.
         */
        ImportInput: {
            /** @description Your own id of the customer. */
            customer: string;
            /** @description Id or slug of an integration. */
            integration: string;
            credentials: components["schemas"]["CredentialsInput"];
            /** @default {} */
            values?: {
                [key: string]: string;
            };
            /**
             * @default {
             *       "id": null,
             *       "label": null
             *     }
             */
            account?: components["schemas"]["AccountInput"];
            /**
             * @description Your own name for the connection.
             * @default
             */
            label?: string;
            /**
             * @description Your own notes; replaced as a whole.
             * @default {}
             */
            metadata?: {
                [key: string]: string;
            };
            /** @default false */
            verify?: boolean;
            /** @default null */
            connection_id?: string | null;
        };
        /** @description A provider switched on in this environment. The client secret is never shown. */
        Integration: {
            id: string;
            slug: string;
            provider: string;
            method_id: string;
            client_id: string | null;
            has_client_secret: boolean;
            redirect_uri: string;
            scopes: string[];
            authorize_params: {
                [key: string]: string;
            };
            values: {
                [key: string]: string;
            };
            display_name: string;
            description: string;
            logo: string | null;
            enabled: boolean;
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            updated_at: string;
            long_description: string;
            categories: string[];
            background: string | null;
            documentation_url: string | null;
        };
        /** @description What is left out stays. Provider and method cannot be changed: connections remember what made them. */
        IntegrationChanges: {
            slug?: string;
            client_id?: string;
            client_secret?: string;
            scopes?: string[];
            authorize_params?: {
                [key: string]: string;
            };
            values?: {
                [key: string]: string;
            };
            display_name?: string;
            description?: string;
            logo?: string | null;
            enabled?: boolean;
            /** @description Blank lines make paragraphs. */
            long_description?: string;
            /** @description In the place of the provider's; empty means those. */
            categories?: string[];
            background?: string | null;
            documentation_url?: string | null;
        };
        /** @description What is left out is taken from the provider: its first method, default scopes, name and description. */
        IntegrationInput: {
            /** @description The slug of a provider; GET /v1/providers lists them. */
            provider: string;
            /** @default  */
            slug?: string;
            /** @default  */
            method_id?: string;
            /** @default null */
            client_id?: string | null;
            /** @default null */
            client_secret?: string | null;
            /** @default null */
            scopes?: string[] | null;
            /** @default {} */
            authorize_params?: {
                [key: string]: string;
            };
            /** @default {} */
            values?: {
                [key: string]: string;
            };
            /** @default  */
            display_name?: string;
            /** @default  */
            description?: string;
            /** @default null */
            logo?: string | null;
            /**
             * @description One that is off needs no client yet: register its `redirect_uri` at the provider first.
             * @default true
             */
            enabled?: boolean;
            /**
             * @description Blank lines make paragraphs.
             * @default
             */
            long_description?: string;
            /**
             * @description In the place of the provider's; empty means those.
             * @default []
             */
            categories?: string[];
            /** @default null */
            background?: string | null;
            /** @default null */
            documentation_url?: string | null;
        };
        /**
         * @description One page. `next_cursor` is null on the last one.
         *
         *         `total` is how many items there are on all pages; null where it was not asked for, and where they are too many to
         *         be counted.
         */
        IntegrationPage: {
            items: components["schemas"]["Integration"][];
            /** @default null */
            next_cursor?: string | null;
            /** @default null */
            total?: number | null;
        };
        /** @description One integration's part of it: now, and in the whole period. */
        IntegrationStatistics: {
            integration_id: string;
            connections: components["schemas"]["StandingOut"];
            counts: components["schemas"]["Counts"];
        };
        /**
         * @description What the credentials look like to those who use them.
         * @enum {unknown}
         */
        Kind: "api_key" | "basic" | "oauth1" | "oauth2";
        /**
         * @description Whether something went wrong.
         * @enum {unknown}
         */
        Level: "error" | "info";
        /** @description Whom a link is for. `external_id` is your own id. */
        LinkCustomer: {
            id: string;
            external_id: string;
            name: string | null;
        };
        /**
         * @description Whether a connect link opens anything.
         * @enum {unknown}
         */
        LinkState: "active" | "expired" | "revoked";
        /** @description An entry. `state` is the one that the connection was in. */
        Log: {
            id: string;
            level: components["schemas"]["Level"];
            action: string;
            message: string;
            code: string | null;
            error_class: components["schemas"]["ErrorClass"] | null;
            request_id: string | null;
            state: components["schemas"]["State"];
            /** Format: date-time */
            created_at: string;
        };
        /**
         * @description What your backend did with the connection, or failed to do.
         *
         *         `action` is one of few words, such as `sync_contacts`. `error_class` says what has to happen before it can work.
         */
        LogInput: {
            level: components["schemas"]["Level"];
            action: string;
            /** @default  */
            message?: string;
            /** @default null */
            code?: string | null;
            /** @default null */
            error_class?: components["schemas"]["ErrorClass"] | null;
            /** @default null */
            request_id?: string | null;
        };
        /**
         * @description One page. `next_cursor` is null on the last one.
         *
         *         `total` is how many items there are on all pages; null where it was not asked for, and where they are too many to
         *         be counted.
         */
        LogPage: {
            items: components["schemas"]["Log"][];
            /** @default null */
            next_cursor?: string | null;
            /** @default null */
            total?: number | null;
        };
        /**
         * @description One connected account.
         *
         *         `name_code` is null where the account has a name; else it is `your_account`, or `account_number` with `number`, and
         *         `name` says so in English. `reason` is the code of why it has to be reconnected. `lacks` was asked for and not
         *         allowed. `struggles`: the provider did not answer lately, and nobody has to do anything.
         *         `values` are what the customer was asked for besides credentials: a form that reconnects begins with them.
         */
        MarketAccount: {
            id: string;
            name: string;
            name_code: string | null;
            number: number;
            detail: string;
            state: string;
            reason: string | null;
            reason_fallback: string;
            replaced: components["schemas"]["Replaced"] | null;
            lacks: components["schemas"]["Permission"][];
            struggles: boolean;
            /** Format: date-time */
            connected_at: string;
            values: {
                [key: string]: string;
            };
        };
        /** @description One of the customer's accounts, as far as a card shows it. `reason` is a code. */
        MarketConnection: {
            id: string;
            state: string;
            reason: string | null;
            label: string;
            account_label: string | null;
            /** Format: date-time */
            created_at: string;
        };
        /** @description What needs attention first, then what is connected, the rest, and tiles; the commonest categories first. */
        Marketplace: {
            items: components["schemas"]["Card"][];
            categories: components["schemas"]["Category"][];
        };
        /** @description One way to connect. `setup_url` is where an app is registered at the provider. */
        Method: {
            id: string;
            type: string;
            label: string;
            help: string;
            client: string;
            setup_url: string | null;
            default_scopes: string[];
            required_scopes: string[];
            offered_scopes: string[];
        };
        /**
         * @description With all that a form for an integration asks and explains.
         *
         *         `operator_values` go into the integration's `values`. `customer_values` and `customer_fields` are asked of each
         *         customer who connects. `redirects` tells whether the provider's own page does the asking.
         */
        MethodDetail: {
            id: string;
            type: string;
            label: string;
            help: string;
            client: string;
            setup_url: string | null;
            default_scopes: string[];
            required_scopes: string[];
            offered_scopes: string[];
            redirects: boolean;
            needs_client_id: boolean;
            needs_client_secret: boolean;
            scopes_docs_url: string | null;
            operator_values: components["schemas"]["Question"][];
            customer_values: components["schemas"]["Question"][];
            customer_fields: components["schemas"]["Question"][];
        };
        /** @description A key that was just made. `token` is shown here and never again. */
        NewAPIKey: {
            id: string;
            name: string;
            hint: string;
            scopes: string[];
            state: components["schemas"]["Validity"];
            /** Format: date-time */
            created_at: string;
            expires_at: string | null;
            revoked_at: string | null;
            last_used_at: string | null;
            token: string;
        };
        /** @description `url` is shown here only: whoever has it connects accounts for this customer. */
        NewConnectLink: {
            id: string;
            state: components["schemas"]["LinkState"];
            name: string | null;
            customer: components["schemas"]["LinkCustomer"];
            integration_ids: string[] | null;
            return_url: string | null;
            locale: string | null;
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            expires_at: string;
            revoked_at: string | null;
            last_opened_at: string | null;
            opened_count: number;
            url: string;
        };
        /**
         * @description The order of a list whose items have names: by age or by name; a minus turns it round.
         * @enum {unknown}
         */
        Order: "-created_at" | "-name" | "created_at" | "name";
        /**
         * @description The session of the token. `integration_ids` null means all of them; `mode` is live or test.
         *
         *         `return_url` is where a consent that takes the whole page comes back to, `locale` the language that was asked for;
         *         null when none was given.
         */
        OwnSession: {
            id: string;
            environment_id: string;
            mode: string;
            product_name: string;
            /** Format: date-time */
            expires_at: string;
            integration_ids: string[] | null;
            return_url: string | null;
            locale: string | null;
            customer: components["schemas"]["SessionCustomer"];
        };
        /** @description What some scopes allow. `key` names a sentence that takes `params`; null where only the scope is known. */
        Permission: {
            key: string | null;
            params: {
                [key: string]: string;
            };
            scopes: string[];
            fallback: string;
        };
        /** @description What went wrong, for whom, and what to do next (RFC 9457). */
        Problem: {
            type: string;
            title: string;
            status: number;
            code: string;
            detail: string;
            next_step: string;
            request_id: string;
            /** @default [] */
            errors?: components["schemas"]["ProblemField"][];
        };
        /** @description One input that is wrong. Where people type it, `code` and `params` say the reason for other languages. */
        ProblemField: {
            field: string;
            reason: string;
            /** @default null */
            code?: string | null;
            /** @default {} */
            params?: {
                [key: string]: string;
            };
        };
        /** @description A provider with all about its methods, and its whole definition, as a provider file has it. */
        Provider: {
            slug: string;
            name: string;
            description: string;
            categories: string[];
            website: string | null;
            docs_url: string | null;
            icon: string | null;
            icon_url: string | null;
            origin: string;
            /** Format: date */
            checked_at: string;
            methods: components["schemas"]["Method"][];
            details: components["schemas"]["MethodDetail"][];
            definition: Record<string, never>;
        };
        /** @description A provider of your own. */
        ProviderInput: {
            /** @description What a provider file holds. Every problem in it is named by its path. */
            definition: Record<string, never>;
        };
        /** @description A provider, as the shop window needs it. `icon` is `set:name` of an icon package, `icon_url` its picture. */
        ProviderSummary: {
            slug: string;
            name: string;
            description: string;
            categories: string[];
            website: string | null;
            docs_url: string | null;
            icon: string | null;
            icon_url: string | null;
            origin: string;
            /** Format: date */
            checked_at: string;
            methods: components["schemas"]["Method"][];
        };
        /**
         * @description One page. `next_cursor` is null on the last one.
         *
         *         `total` is how many items there are on all pages; null where it was not asked for, and where they are too many to
         *         be counted.
         */
        ProviderSummaryPage: {
            items: components["schemas"]["ProviderSummary"][];
            /** @default null */
            next_cursor?: string | null;
            /** @default null */
            total?: number | null;
        };
        /** @description Something to type or choose; `prefix` and `suffix` stand around the input. `secret` ones are never shown back. */
        Question: {
            name: string;
            label: string;
            kind: string;
            secret: boolean;
            required: boolean;
            help: string;
            help_url: string | null;
            placeholder: string;
            prefix: string;
            suffix: string;
            default: string | null;
            choices: components["schemas"]["Choice"][];
        };
        /** @description Why you want new credentials. The body may be left out. */
        RefreshInput: {
            /** @default null */
            rejected_version?: number | null;
            /**
             * @description Try even though the connection needs its customer: for when a provider was wrong.
             * @default false
             */
            revive?: boolean;
        };
        /** @description The account from before, in whose place another one was connected. */
        Replaced: {
            id: string;
            label: string | null;
            at: string;
        };
        /** @description The account that the connection led to before the customer reconnected it with another one. */
        ReplacedAccount: {
            id: string;
            label: string | null;
            at: string;
        };
        /** @description `ok` is false when a check failed. A check that could not be made says `unknown`, and why. */
        Report: {
            ok: boolean;
            findings: components["schemas"]["Finding"][];
        };
        /** @description `token` is shown here only. `url` opens the connect page once, within ten minutes. */
        Session: {
            id: string;
            token: string;
            url: string;
            /** Format: date-time */
            expires_at: string;
            customer: components["schemas"]["Customer"];
            integrations: string[] | null;
            return_url: string | null;
        };
        /** @description Whom the session speaks for. `external_id` is the operator's own id. */
        SessionCustomer: {
            id: string;
            external_id: string;
            name: string | null;
            email: string | null;
        };
        /** @description A connect session as it is listed: without its token. `integrations` null means all of them. */
        SessionEntry: {
            id: string;
            state: components["schemas"]["Validity"];
            customer: components["schemas"]["SessionOwner"];
            integrations: string[] | null;
            return_url: string | null;
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            expires_at: string;
            revoked_at: string | null;
        };
        /**
         * @description One page. `next_cursor` is null on the last one.
         *
         *         `total` is how many items there are on all pages; null where it was not asked for, and where they are too many to
         *         be counted.
         */
        SessionEntryPage: {
            items: components["schemas"]["SessionEntry"][];
            /** @default null */
            next_cursor?: string | null;
            /** @default null */
            total?: number | null;
        };
        /** @description A connect session for one customer, who is made when new. */
        SessionInput: {
            customer: components["schemas"]["CustomerInput"];
            /** @default null */
            integrations?: string[] | null;
            /** @default 3600 */
            lifetime_seconds?: number;
            /** @default null */
            return_url?: string | null;
            /** @default null */
            locale?: string | null;
        };
        /** @description Whose it is. `external_id` is yours. */
        SessionOwner: {
            id: string;
            external_id: string;
            name: string | null;
        };
        /**
         * @description How a customer stands with an integration; the worst of its connections speaks.
         * @enum {unknown}
         */
        Standing: "connected" | "needs_reauth" | "not_connected";
        /** @description How many connections there are now, by state. `trouble` counts those whose last renewal failed. */
        StandingOut: {
            active: number;
            needs_reauth: number;
            disconnected: number;
            trouble: number;
        };
        /**
         * @description Where a connection stands.
         * @enum {unknown}
         */
        State: "active" | "disconnected" | "needs_reauth";
        /** @description `days` are all days of the period, oldest first; the last one is today, in UTC, and not over yet. */
        Statistics: {
            connections: components["schemas"]["StandingOut"];
            days: components["schemas"]["Day"][];
            integrations: components["schemas"]["IntegrationStatistics"][];
        };
        /**
         * @description Where an authorization stands.
         * @enum {unknown}
         */
        Status: "connected" | "created" | "expired" | "failed" | "refused" | "sent" | "withdrawn";
        /** @description How our pages look in this environment. What is null is left to Bothways. */
        ThemeWire: {
            /** @default null */
            product_name?: string | null;
            /** @default null */
            accent?: string | null;
            /** @default null */
            radius?: number | null;
            /** @default null */
            font?: string | null;
            /**
             * @default auto
             * @enum {unknown}
             */
            mode?: "auto" | "dark" | "light";
            /** @default null */
            logo?: string | null;
            /** @default null */
            background?: string | null;
            /** @default null */
            surface?: string | null;
            /** @default null */
            text?: string | null;
            /** @default null */
            background_dark?: string | null;
            /** @default null */
            surface_dark?: string | null;
            /** @default null */
            text_dark?: string | null;
        };
        /** @description A card of your own in the marketplace, which leads to `link_url`. */
        Tile: {
            id: string;
            slug: string;
            kind: components["schemas"]["TileKind"];
            name: string;
            description: string;
            long_description: string;
            link_url: string;
            categories: string[];
            logo: string | null;
            background: string | null;
            published: boolean;
            position: number;
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            updated_at: string;
        };
        /** @description What is left out stays. */
        TileChanges: {
            slug?: string;
            kind?: components["schemas"]["TileKind"];
            name?: string;
            /** @description An https address; it opens in a window of its own. */
            link_url?: string;
            description?: string;
            /** @description Blank lines make paragraphs. */
            long_description?: string;
            categories?: string[];
            logo?: string | null;
            background?: string | null;
            published?: boolean;
            /** @description Lower ones come first. */
            position?: number;
        };
        /** @description `promotional` tells of something; `custom` leads to what you connect without Bothways. */
        TileInput: {
            slug: string;
            kind: components["schemas"]["TileKind"];
            name: string;
            /** @description An https address; it opens in a window of its own. */
            link_url: string;
            /** @default  */
            description?: string;
            /**
             * @description Blank lines make paragraphs.
             * @default
             */
            long_description?: string;
            /** @default [] */
            categories?: string[];
            /** @default null */
            logo?: string | null;
            /** @default null */
            background?: string | null;
            /**
             * @description Whether customers see it.
             * @default true
             */
            published?: boolean;
            /**
             * @description Lower ones come first.
             * @default 0
             */
            position?: number;
        };
        /**
         * @description What a tile is for: to tell of something, or to lead to what the operator connects without Bothways.
         * @enum {unknown}
         */
        TileKind: "custom" | "promotional";
        /**
         * @description One page. `next_cursor` is null on the last one.
         *
         *         `total` is how many items there are on all pages; null where it was not asked for, and where they are too many to
         *         be counted.
         */
        TilePage: {
            items: components["schemas"]["Tile"][];
            /** @default null */
            next_cursor?: string | null;
            /** @default null */
            total?: number | null;
        };
        /** @description Why the last renewal failed, and when the next one is tried. Passing trouble asks nothing of the customer. */
        Trouble: {
            verdict: string;
            detail: string;
            retry_at: string | null;
        };
        /**
         * @description Whether an API key or a connect session opens anything, and if not, what ended it.
         * @enum {unknown}
         */
        Validity: "active" | "expired" | "revoked";
    };
    responses: never;
    parameters: {
        /** @description Any text of your own that names this one call. Sent again within 24 hours with the same request, it gives the first answer again, marked `Idempotency-Replayed: true`, and nothing is done twice. With another request it is refused. */
        IdempotencyKey: string;
    };
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type APIKey = components['schemas']['APIKey'];
export type APIKeyInput = components['schemas']['APIKeyInput'];
export type APIKeyPage = components['schemas']['APIKeyPage'];
export type Account = components['schemas']['Account'];
export type AccountInput = components['schemas']['AccountInput'];
export type Age = components['schemas']['Age'];
export type AuditEntry = components['schemas']['AuditEntry'];
export type AuditEntryPage = components['schemas']['AuditEntryPage'];
export type Authorization = components['schemas']['Authorization'];
export type AuthorizationInput = components['schemas']['AuthorizationInput'];
export type AuthorizationPage = components['schemas']['AuthorizationPage'];
export type Card = components['schemas']['Card'];
export type CardDetail = components['schemas']['CardDetail'];
export type Catalog = components['schemas']['Catalog'];
export type CatalogConnection = components['schemas']['CatalogConnection'];
export type Category = components['schemas']['Category'];
export type Choice = components['schemas']['Choice'];
export type ConnectLink = components['schemas']['ConnectLink'];
export type ConnectLinkInput = components['schemas']['ConnectLinkInput'];
export type ConnectLinkPage = components['schemas']['ConnectLinkPage'];
export type Connection = components['schemas']['Connection'];
export type ConnectionPage = components['schemas']['ConnectionPage'];
export type ConnectionPatch = components['schemas']['ConnectionPatch'];
export type Counts = components['schemas']['Counts'];
export type Credentials = components['schemas']['Credentials'];
export type CredentialsInput = components['schemas']['CredentialsInput'];
export type Customer = components['schemas']['Customer'];
export type CustomerInput = components['schemas']['CustomerInput'];
export type CustomerPage = components['schemas']['CustomerPage'];
export type CustomerPatch = components['schemas']['CustomerPatch'];
export type CustomerRef = components['schemas']['CustomerRef'];
export type Day = components['schemas']['Day'];
export type Deletion = components['schemas']['Deletion'];
export type DeletionConnections = components['schemas']['DeletionConnections'];
export type Display = components['schemas']['Display'];
export type Entry = components['schemas']['Entry'];
export type Environment = components['schemas']['Environment'];
export type EnvironmentInput = components['schemas']['EnvironmentInput'];
export type ErrorClass = components['schemas']['ErrorClass'];
export type Event = components['schemas']['Event'];
export type EventPage = components['schemas']['EventPage'];
export type Finding = components['schemas']['Finding'];
export type FrameTicket = components['schemas']['FrameTicket'];
export type Happening = components['schemas']['Happening'];
export type HistoryEntry = components['schemas']['HistoryEntry'];
export type HistoryEntryPage = components['schemas']['HistoryEntryPage'];
export type ImportInput = components['schemas']['ImportInput'];
export type Integration = components['schemas']['Integration'];
export type IntegrationChanges = components['schemas']['IntegrationChanges'];
export type IntegrationInput = components['schemas']['IntegrationInput'];
export type IntegrationPage = components['schemas']['IntegrationPage'];
export type IntegrationStatistics = components['schemas']['IntegrationStatistics'];
export type Kind = components['schemas']['Kind'];
export type Level = components['schemas']['Level'];
export type LinkCustomer = components['schemas']['LinkCustomer'];
export type LinkState = components['schemas']['LinkState'];
export type Log = components['schemas']['Log'];
export type LogInput = components['schemas']['LogInput'];
export type LogPage = components['schemas']['LogPage'];
export type MarketAccount = components['schemas']['MarketAccount'];
export type MarketConnection = components['schemas']['MarketConnection'];
export type Marketplace = components['schemas']['Marketplace'];
export type Method = components['schemas']['Method'];
export type MethodDetail = components['schemas']['MethodDetail'];
export type NewAPIKey = components['schemas']['NewAPIKey'];
export type NewConnectLink = components['schemas']['NewConnectLink'];
export type Order = components['schemas']['Order'];
export type OwnSession = components['schemas']['OwnSession'];
export type Permission = components['schemas']['Permission'];
export type Problem = components['schemas']['Problem'];
export type ProblemField = components['schemas']['ProblemField'];
export type Provider = components['schemas']['Provider'];
export type ProviderInput = components['schemas']['ProviderInput'];
export type ProviderSummary = components['schemas']['ProviderSummary'];
export type ProviderSummaryPage = components['schemas']['ProviderSummaryPage'];
export type Question = components['schemas']['Question'];
export type RefreshInput = components['schemas']['RefreshInput'];
export type Replaced = components['schemas']['Replaced'];
export type ReplacedAccount = components['schemas']['ReplacedAccount'];
export type Report = components['schemas']['Report'];
export type Session = components['schemas']['Session'];
export type SessionCustomer = components['schemas']['SessionCustomer'];
export type SessionEntry = components['schemas']['SessionEntry'];
export type SessionEntryPage = components['schemas']['SessionEntryPage'];
export type SessionInput = components['schemas']['SessionInput'];
export type SessionOwner = components['schemas']['SessionOwner'];
export type Standing = components['schemas']['Standing'];
export type StandingOut = components['schemas']['StandingOut'];
export type State = components['schemas']['State'];
export type Statistics = components['schemas']['Statistics'];
export type Status = components['schemas']['Status'];
export type ThemeWire = components['schemas']['ThemeWire'];
export type Tile = components['schemas']['Tile'];
export type TileChanges = components['schemas']['TileChanges'];
export type TileInput = components['schemas']['TileInput'];
export type TileKind = components['schemas']['TileKind'];
export type TilePage = components['schemas']['TilePage'];
export type Trouble = components['schemas']['Trouble'];
export type Validity = components['schemas']['Validity'];
export type ParameterIdempotencyKey = components['parameters']['IdempotencyKey'];
export type $defs = Record<string, never>;
export interface operations {
    get_environment: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Environment"];
                };
            };
            /** @description Any other problem. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    change_environment: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["EnvironmentInput"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Environment"];
                };
            };
            /** @description Any other problem. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_customers: {
        parameters: {
            query?: {
                /** @description Words to look for, in any order; each has to be found. */
                q?: string;
                external_id?: string;
                sort?: components["schemas"]["Order"];
                /** @description Whether to count all items, too: see `total` of the answer. */
                total?: boolean;
                /** @description How many items to return at most. */
                limit?: number;
                /** @description `next_cursor` of the page before; absent for the first. */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CustomerPage"];
                };
            };
            /** @description Any other problem. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    put_customer: {
        parameters: {
            query?: never;
            header?: {
                /** @description Any text of your own that names this one call. Sent again within 24 hours with the same request, it gives the first answer again, marked `Idempotency-Replayed: true`, and nothing is done twice. With another request it is refused. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CustomerInput"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Customer"];
                };
            };
            /** @description Any other problem. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_customer: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                customer_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Customer"];
                };
            };
            /** @description Any other problem. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    delete_customer: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                customer_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Any other problem. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    change_customer: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                customer_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CustomerPatch"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Customer"];
                };
            };
            /** @description Any other problem. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_api_keys: {
        parameters: {
            query?: {
                state?: components["schemas"]["Validity"];
                /** @description How many items to return at most. */
                limit?: number;
                /** @description `next_cursor` of the page before; absent for the first. */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["APIKeyPage"];
                };
            };
            /** @description Any other problem. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    create_api_key: {
        parameters: {
            query?: never;
            header?: {
                /** @description Any text of your own that names this one call. Sent again within 24 hours with the same request, it gives the first answer again, marked `Idempotency-Replayed: true`, and nothing is done twice. With another request it is refused. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["APIKeyInput"];
            };
        };
        responses: {
            /** @description Done. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NewAPIKey"];
                };
            };
            /** @description Any other problem. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_api_key: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                key_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["APIKey"];
                };
            };
            /** @description Any other problem. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    revoke_api_key: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                key_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["APIKey"];
                };
            };
            /** @description Any other problem. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_connect_sessions: {
        parameters: {
            query?: {
                state?: components["schemas"]["Validity"];
                customer?: string;
                /** @description How many items to return at most. */
                limit?: number;
                /** @description `next_cursor` of the page before; absent for the first. */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SessionEntryPage"];
                };
            };
            /** @description Any other problem. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    open_connect_session: {
        parameters: {
            query?: never;
            header?: {
                /** @description Any text of your own that names this one call. Sent again within 24 hours with the same request, it gives the first answer again, marked `Idempotency-Replayed: true`, and nothing is done twice. With another request it is refused. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SessionInput"];
            };
        };
        responses: {
            /** @description Done. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Session"];
                };
            };
            /** @description Any other problem. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_connect_session: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                session_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SessionEntry"];
                };
            };
            /** @description Any other problem. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    revoke_connect_session: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                session_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Any other problem. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_connect_links: {
        parameters: {
            query?: {
                customer?: string;
                state?: components["schemas"]["LinkState"];
                /** @description How many items to return at most. */
                limit?: number;
                /** @description `next_cursor` of the page before; absent for the first. */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ConnectLinkPage"];
                };
            };
            /** @description Any other problem. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    create_connect_link: {
        parameters: {
            query?: never;
            header?: {
                /** @description Any text of your own that names this one call. Sent again within 24 hours with the same request, it gives the first answer again, marked `Idempotency-Replayed: true`, and nothing is done twice. With another request it is refused. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ConnectLinkInput"];
            };
        };
        responses: {
            /** @description Done. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NewConnectLink"];
                };
            };
            /** @description Any other problem. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_connect_link: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                link_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ConnectLink"];
                };
            };
            /** @description Any other problem. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    revoke_connect_link: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                link_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Any other problem. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_session: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OwnSession"];
                };
            };
            /** @description Any other problem. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    end_session: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Any other problem. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    open_frame_ticket: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FrameTicket"];
                };
            };
            /** @description Any other problem. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_events: {
        parameters: {
            query?: {
                /** @description Any of these types. */
                type?: string[];
                subject_id?: string;
                connection?: string;
                customer_id?: string;
                /** @description Your own id of a customer. */
                customer?: string;
                /** @description How many items to return at most. */
                limit?: number;
                /** @description `next_cursor` of the page before; absent for the first. */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EventPage"];
                };
            };
            /** @description Any other problem. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_audit_entries: {
        parameters: {
            query?: {
                action?: string;
                actor?: string;
                subject?: string;
                /** @description Words to look for, in any order; each has to be found. */
                q?: string;
                /** @description An instant with its time zone, such as 2026-11-20T08:00:00Z. */
                since?: string;
                /** @description An instant with its time zone, such as 2026-11-20T08:00:00Z. */
                until?: string;
                /** @description Whether to count all items, too: see `total` of the answer. */
                total?: boolean;
                /** @description How many items to return at most. */
                limit?: number;
                /** @description `next_cursor` of the page before; absent for the first. */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AuditEntryPage"];
                };
            };
            /** @description Any other problem. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_providers: {
        parameters: {
            query?: {
                /** @description Words to look for, in any order; each has to be found. */
                q?: string;
                /** @description One of the categories, such as `crm`. */
                category?: string;
                /** @description Whether to count all items, too: see `total` of the answer. */
                total?: boolean;
                /** @description How many items to return at most. */
                limit?: number;
                /** @description `next_cursor` of the page before; absent for the first. */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProviderSummaryPage"];
                };
            };
            /** @description Any other problem. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    add_provider: {
        parameters: {
            query?: never;
            header?: {
                /** @description Any text of your own that names this one call. Sent again within 24 hours with the same request, it gives the first answer again, marked `Idempotency-Replayed: true`, and nothing is done twice. With another request it is refused. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ProviderInput"];
            };
        };
        responses: {
            /** @description Done. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Provider"];
                };
            };
            /** @description Any other problem. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_provider: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                slug: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Provider"];
                };
            };
            /** @description Any other problem. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    replace_provider: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                slug: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ProviderInput"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Provider"];
                };
            };
            /** @description Any other problem. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    remove_provider: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                slug: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Any other problem. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_integrations: {
        parameters: {
            query?: {
                /** @description Words to look for, in any order; each has to be found. */
                q?: string;
                enabled?: boolean;
                sort?: components["schemas"]["Order"];
                /** @description Whether to count all items, too: see `total` of the answer. */
                total?: boolean;
                /** @description How many items to return at most. */
                limit?: number;
                /** @description `next_cursor` of the page before; absent for the first. */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IntegrationPage"];
                };
            };
            /** @description Any other problem. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    create_integration: {
        parameters: {
            query?: never;
            header?: {
                /** @description Any text of your own that names this one call. Sent again within 24 hours with the same request, it gives the first answer again, marked `Idempotency-Replayed: true`, and nothing is done twice. With another request it is refused. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["IntegrationInput"];
            };
        };
        responses: {
            /** @description Done. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Integration"];
                };
            };
            /** @description Any other problem. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_integration: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                integration: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Integration"];
                };
            };
            /** @description Any other problem. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    remove_integration: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                integration: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Any other problem. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    change_integration: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                integration: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["IntegrationChanges"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Integration"];
                };
            };
            /** @description Any other problem. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    test_integration: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                integration: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Report"];
                };
            };
            /** @description Any other problem. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    preview_customer_deletion: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                customer_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Deletion"];
                };
            };
            /** @description Any other problem. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_statistics: {
        parameters: {
            query?: {
                /** @description How many days, today included. */
                days?: number;
                /** @description Id or slug of an integration. */
                integration?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Statistics"];
                };
            };
            /** @description Any other problem. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_connections: {
        parameters: {
            query?: {
                /** @description Words to look for, in any order; each has to be found. */
                q?: string;
                /** @description Your own id of the customer. */
                customer?: string;
                /** @description Id or slug of an integration. */
                integration?: string;
                state?: components["schemas"]["State"];
                trouble?: boolean;
                sort?: components["schemas"]["Age"];
                /** @description Whether to count all items, too: see `total` of the answer. */
                total?: boolean;
                /** @description How many items to return at most. */
                limit?: number;
                /** @description `next_cursor` of the page before; absent for the first. */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ConnectionPage"];
                };
            };
            /** @description Any other problem. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    import_connection: {
        parameters: {
            query?: never;
            header?: {
                /** @description Any text of your own that names this one call. Sent again within 24 hours with the same request, it gives the first answer again, marked `Idempotency-Replayed: true`, and nothing is done twice. With another request it is refused. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ImportInput"];
            };
        };
        responses: {
            /** @description Done. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Connection"];
                };
            };
            /** @description Any other problem. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_connection: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                connection_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Connection"];
                };
            };
            /** @description Any other problem. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    disconnect: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                connection_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Connection"];
                };
            };
            /** @description Any other problem. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    change_connection: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                connection_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ConnectionPatch"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Connection"];
                };
            };
            /** @description Any other problem. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_history: {
        parameters: {
            query?: {
                /** @description How many items to return at most. */
                limit?: number;
                /** @description `next_cursor` of the page before; absent for the first. */
                cursor?: string;
            };
            header?: never;
            path: {
                connection_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HistoryEntryPage"];
                };
            };
            /** @description Any other problem. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    refresh_connection: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                connection_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["RefreshInput"] | null;
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Connection"];
                };
            };
            /** @description Any other problem. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_credentials: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                connection_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Credentials"];
                };
            };
            /** @description Any other problem. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    find_credentials: {
        parameters: {
            query: {
                /** @description Your own id of the customer. */
                customer: string;
                /** @description Id or slug of an integration. */
                integration: string;
                account?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Credentials"];
                };
            };
            /** @description Any other problem. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_connection_logs: {
        parameters: {
            query?: {
                /** @description How many items to return at most. */
                limit?: number;
                /** @description `next_cursor` of the page before; absent for the first. */
                cursor?: string;
            };
            header?: never;
            path: {
                connection_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LogPage"];
                };
            };
            /** @description Any other problem. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    write_connection_log: {
        parameters: {
            query?: never;
            header?: {
                /** @description Any text of your own that names this one call. Sent again within 24 hours with the same request, it gives the first answer again, marked `Idempotency-Replayed: true`, and nothing is done twice. With another request it is refused. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                connection_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["LogInput"];
            };
        };
        responses: {
            /** @description Done. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Log"];
                };
            };
            /** @description Any other problem. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_authorizations: {
        parameters: {
            query?: {
                /** @description Your own id of the customer. */
                customer?: string;
                /** @description Id or slug of an integration. */
                integration?: string;
                standing?: boolean;
                /** @description How many items to return at most. */
                limit?: number;
                /** @description `next_cursor` of the page before; absent for the first. */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AuthorizationPage"];
                };
            };
            /** @description Any other problem. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    create_authorization: {
        parameters: {
            query?: never;
            header?: {
                /** @description Any text of your own that names this one call. Sent again within 24 hours with the same request, it gives the first answer again, marked `Idempotency-Replayed: true`, and nothing is done twice. With another request it is refused. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AuthorizationInput"];
            };
        };
        responses: {
            /** @description Done. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Authorization"];
                };
            };
            /** @description Any other problem. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_authorization: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                authorization_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Authorization"];
                };
            };
            /** @description Any other problem. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    withdraw_authorization: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                authorization_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Authorization"];
                };
            };
            /** @description Any other problem. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_tiles: {
        parameters: {
            query?: {
                published?: boolean;
                /** @description How many items to return at most. */
                limit?: number;
                /** @description `next_cursor` of the page before; absent for the first. */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TilePage"];
                };
            };
            /** @description Any other problem. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    create_tile: {
        parameters: {
            query?: never;
            header?: {
                /** @description Any text of your own that names this one call. Sent again within 24 hours with the same request, it gives the first answer again, marked `Idempotency-Replayed: true`, and nothing is done twice. With another request it is refused. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TileInput"];
            };
        };
        responses: {
            /** @description Done. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Tile"];
                };
            };
            /** @description Any other problem. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_tile: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                tile: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Tile"];
                };
            };
            /** @description Any other problem. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    remove_tile: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                tile: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Any other problem. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    change_tile: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                tile: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TileChanges"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Tile"];
                };
            };
            /** @description Any other problem. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_catalog: {
        parameters: {
            query?: {
                customer?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Catalog"];
                };
            };
            /** @description Any other problem. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_catalog_entry: {
        parameters: {
            query?: {
                customer?: string;
            };
            header?: never;
            path: {
                integration: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Entry"];
                };
            };
            /** @description Any other problem. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_marketplace: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Marketplace"];
                };
            };
            /** @description Any other problem. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_marketplace_item: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                item: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CardDetail"];
                };
            };
            /** @description Any other problem. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
}
