// Written by `make contract` from the API document. Change the code, not this file.

export interface paths {
    "/portal/api/audit-entries": {
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
         *     Role `admin`, and `X-CSRF-Token`.
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
    "/portal/api/me": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get who is signed in */
        get: operations["get_me"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/portal/api/environments": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Make an environment of the workspace
         * @description Role `admin`, and `X-CSRF-Token`.
         */
        post: operations["create_environment"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/portal/api/confirm": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Show once more that it is you
         * @description For ten minutes, what changes who may sign in is done without asking again.
         *
         *     Role `viewer`, and `X-CSRF-Token`.
         */
        post: operations["confirm_session"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/portal/api/password": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Change the own password
         * @description Every session ends; whoever changed it gets a new one, by cookie, with a new CSRF token.
         *
         *     Role `viewer`, and `X-CSRF-Token`.
         */
        put: operations["change_password"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/portal/api/totp": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Set one-time passwords up
         * @description They count once the first code was sent to `totp/confirm`.
         *
         *     Role `viewer`, and `X-CSRF-Token`.
         */
        post: operations["begin_one_time_passwords"];
        /**
         * Give one-time passwords up
         * @description Role `viewer`, and `X-CSRF-Token`.
         */
        delete: operations["remove_one_time_passwords"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/portal/api/totp/confirm": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Confirm them with the first code
         * @description Role `viewer`, and `X-CSRF-Token`.
         */
        post: operations["confirm_one_time_passwords"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/portal/api/recovery-codes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Make new recovery codes
         * @description Those that were left are worth nothing any more.
         *
         *     Role `viewer`, and `X-CSRF-Token`.
         */
        post: operations["renew_recovery_codes"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/portal/api/passkeys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the own passkeys
         * @description Role `viewer`, and `X-CSRF-Token`.
         */
        get: operations["list_passkeys"];
        put?: never;
        /**
         * Add the passkey that the browser made
         * @description Within five minutes of beginning, from the same session.
         *
         *     Role `viewer`, and `X-CSRF-Token`.
         */
        post: operations["add_passkey"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/portal/api/passkeys/begin": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Begin adding a passkey
         * @description Role `viewer`, and `X-CSRF-Token`.
         */
        post: operations["begin_passkey"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/portal/api/passkeys/{passkey_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Remove a passkey
         * @description Role `viewer`, and `X-CSRF-Token`.
         */
        delete: operations["remove_passkey"];
        options?: never;
        head?: never;
        /**
         * Rename a passkey
         * @description Role `viewer`, and `X-CSRF-Token`.
         */
        patch: operations["rename_passkey"];
        trace?: never;
    };
    "/portal/api/sessions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List where you are signed in
         * @description Role `viewer`, and `X-CSRF-Token`.
         */
        get: operations["list_sessions"];
        put?: never;
        post?: never;
        /**
         * Sign out everywhere else
         * @description Role `viewer`, and `X-CSRF-Token`.
         */
        delete: operations["end_other_sessions"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/portal/api/sessions/{session_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Sign out somewhere
         * @description Role `viewer`, and `X-CSRF-Token`.
         */
        delete: operations["end_session"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/portal/api/staff": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the staff of the workspace
         * @description Role `viewer`, and `X-CSRF-Token`.
         */
        get: operations["list_staff"];
        put?: never;
        /**
         * Invite somebody
         * @description Hand the link over yourself; it works once, for 72 hours.
         *
         *     Role `admin`, and `X-CSRF-Token`.
         */
        post: operations["invite_staff"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/portal/api/staff/{staff_id}/link": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Make a new link for a member
         * @description An invitation for whoever did not come yet; another password, within 24 hours, for whoever did.
         *
         *     Role `admin`, and `X-CSRF-Token`.
         */
        post: operations["make_staff_link"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/portal/api/staff/{staff_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Remove a member
         * @description They are signed out everywhere at once.
         *
         *     Role `admin`, and `X-CSRF-Token`.
         */
        delete: operations["remove_staff"];
        options?: never;
        head?: never;
        /**
         * Change a member's role
         * @description Role `admin`, and `X-CSRF-Token`.
         */
        patch: operations["change_staff_role"];
        trace?: never;
    };
    "/portal/api/staff/{staff_id}/second-factor": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Remove a member's second factors
         * @description For somebody who lost the phone. They are signed out everywhere.
         *
         *     Role `admin`, and `X-CSRF-Token`.
         */
        delete: operations["clear_second_factor"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/portal/api/policy": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get how members have to sign in
         * @description Role `viewer`, and `X-CSRF-Token`.
         */
        get: operations["get_policy"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Change how members have to sign in
         * @description It counts from the next sign-in on. Only somebody who came by single sign-on can ask everybody to.
         *
         *     Role `owner`, and `X-CSRF-Token`.
         */
        patch: operations["change_policy"];
        trace?: never;
    };
    "/portal/api/sso": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get the settings of single sign-on
         * @description Role `owner`, and `X-CSRF-Token`.
         */
        get: operations["get_sso"];
        /**
         * Set single sign-on up
         * @description The provider is asked for its description first. Plain passwords go on working until `only_sso` is switched on.
         *
         *     Role `owner`, and `X-CSRF-Token`.
         */
        put: operations["put_sso_settings"];
        post?: never;
        /**
         * Forget the provider
         * @description Role `owner`, and `X-CSRF-Token`.
         */
        delete: operations["remove_sso"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
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
        /** @description What goes into `X-CSRF-Token` from now on. */
        CSRF: {
            csrf: string;
        };
        /** @description What the app shows. */
        CodeInput: {
            code: string;
        };
        /** @description Shows once more who it is. */
        ConfirmInput: {
            password: string;
        };
        /** @description For an authenticator app: the secret to type, the same as an address, and that as a picture. */
        Enrolment: {
            secret: string;
            uri: string;
            qr_svg: string;
        };
        /** @description A new environment. */
        EnvironmentInput: {
            name: string;
            /** @default test */
            mode?: components["schemas"]["Mode"];
        };
        /** @description An environment to choose: its id goes into `X-Bothways-Environment`. */
        EnvironmentRef: {
            id: string;
            name: string;
            /** @enum {unknown} */
            mode: "live" | "test";
        };
        /** @description Whom to invite. */
        InvitationInput: {
            email: string;
            /** @default developer */
            role?: components["schemas"]["Role"];
        };
        /** @description The member to be, and the link for them. */
        Invited: {
            member: components["schemas"]["Member"];
            link: components["schemas"]["Link"];
        };
        /** @description To hand over. It opens once and is shown now only; whoever opens it first becomes the member. */
        Link: {
            url: string;
            /** @enum {unknown} */
            purpose: "invitation" | "password_reset";
            /** Format: date-time */
            expires_at: string;
        };
        /** @description Who is signed in, and what they may do. `grantable` are the scopes that they may give to API keys. */
        Me: {
            staff: components["schemas"]["Self"];
            csrf: string;
            workspace: components["schemas"]["Workspace"];
            environments: components["schemas"]["EnvironmentRef"][];
            scopes: string[];
            grantable: string[];
            second_factor: components["schemas"]["SecondFactor"];
            has_password: boolean;
            passkeys_possible: boolean;
            session: components["schemas"]["OwnSession"];
        };
        /** @description One of the staff. Whoever was `invited` did not come yet, and has the e-mail address for a name. */
        Member: {
            id: string;
            email: string;
            name: string;
            /** @enum {unknown} */
            role: "admin" | "developer" | "owner" | "viewer";
            /** @enum {unknown} */
            state: "active" | "invited";
            second_factor: boolean;
            has_password: boolean;
            /** Format: date-time */
            created_at: string;
            last_signed_in_at: string | null;
        };
        /** @description Another role. */
        MemberPatch: {
            role: components["schemas"]["Role"];
        };
        /** @description Oldest first. */
        Members: {
            items: components["schemas"]["Member"][];
        };
        /**
         * @description Which side of a workspace something belongs to: the real one, or the one for trying things out.
         * @enum {unknown}
         */
        Mode: "live" | "test";
        /** @description `recovery_codes` come with the first factor of a member, now and never again. */
        NewPasskey: {
            passkey: components["schemas"]["Passkey"];
            recovery_codes: string[];
        };
        /** @description The session that asks. */
        OwnSession: {
            id: string;
            /** @enum {unknown} */
            signed_in_by: "passkey" | "password" | "sso";
            /** Format: date-time */
            expires_at: string;
        };
        /** @description A passkey as its owner sees it. */
        Passkey: {
            id: string;
            name: string;
            /** Format: date-time */
            created_at: string;
            last_used_at: string | null;
        };
        /** @description `credential` is what `toJSON()` of the new credential gives. */
        PasskeyInput: {
            name: string;
            credential: Record<string, never>;
        };
        /** @description For `PublicKeyCredential.parseCreationOptionsFromJSON` and `navigator.credentials.create`. */
        PasskeyOptions: {
            options: Record<string, never>;
        };
        /** @description Another name. */
        PasskeyPatch: {
            name: string;
        };
        /** @description Oldest first. */
        Passkeys: {
            items: components["schemas"]["Passkey"][];
        };
        /** @description Another password. All other sessions end; this one goes on under a new cookie and a new CSRF token. */
        PasswordInput: {
            current: string;
            new: string;
        };
        /** @description How the workspace's members sign in. */
        Policy: {
            second_factor_required: boolean;
            only_sso: boolean;
        };
        /** @description What is absent stays. */
        PolicyPatch: {
            second_factor_required?: boolean;
            only_sso?: boolean;
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
        /** @description Each signs in once in place of the second factor. Shown now and never again. */
        RecoveryCodes: {
            recovery_codes: string[];
        };
        /**
         * @description From the most to the least. Owners manage everybody; admins everybody but owners.
         * @enum {unknown}
         */
        Role: "admin" | "developer" | "owner" | "viewer";
        /** @description `redirect_uri` goes into the provider's settings. The client secret is never shown. */
        SSO: {
            configured: boolean;
            redirect_uri: string;
            /** @default null */
            issuer?: string | null;
            /** @default null */
            client_id?: string | null;
            /** @default [] */
            domains?: string[];
            /** @default null */
            default_role?: ("admin" | "developer" | "owner" | "viewer") | null;
            /** @default null */
            updated_at?: string | null;
        };
        /** @description An OpenID provider. Without a client secret the one that is kept stays. */
        SSOInput: {
            issuer: string;
            client_id: string;
            domains: string[];
            /** @default null */
            client_secret?: string | null;
            /** @default null */
            default_role?: components["schemas"]["Role"] | null;
        };
        /** @description How the member proves more than a password. `required`: nobody of the workspace signs in without. */
        SecondFactor: {
            required: boolean;
            totp: boolean;
            passkeys: number;
            recovery_codes: number;
        };
        /** @description The member of staff who asks. */
        Self: {
            id: string;
            email: string;
            name: string;
            /** @enum {unknown} */
            role: "admin" | "developer" | "owner" | "viewer";
        };
        /** @description Where somebody is signed in. `current` is the session that asks. */
        Session: {
            id: string;
            current: boolean;
            /** @enum {unknown} */
            signed_in_by: "passkey" | "password" | "sso";
            agent: string;
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            expires_at: string;
        };
        /** @description Newest first. */
        Sessions: {
            items: components["schemas"]["Session"][];
        };
        /** @description The operator's tenant. */
        Workspace: {
            id: string;
            name: string;
        };
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
export type AuditEntry = components['schemas']['AuditEntry'];
export type AuditEntryPage = components['schemas']['AuditEntryPage'];
export type CSRF = components['schemas']['CSRF'];
export type CodeInput = components['schemas']['CodeInput'];
export type ConfirmInput = components['schemas']['ConfirmInput'];
export type Enrolment = components['schemas']['Enrolment'];
export type EnvironmentInput = components['schemas']['EnvironmentInput'];
export type EnvironmentRef = components['schemas']['EnvironmentRef'];
export type InvitationInput = components['schemas']['InvitationInput'];
export type Invited = components['schemas']['Invited'];
export type Link = components['schemas']['Link'];
export type Me = components['schemas']['Me'];
export type Member = components['schemas']['Member'];
export type MemberPatch = components['schemas']['MemberPatch'];
export type Members = components['schemas']['Members'];
export type Mode = components['schemas']['Mode'];
export type NewPasskey = components['schemas']['NewPasskey'];
export type OwnSession = components['schemas']['OwnSession'];
export type Passkey = components['schemas']['Passkey'];
export type PasskeyInput = components['schemas']['PasskeyInput'];
export type PasskeyOptions = components['schemas']['PasskeyOptions'];
export type PasskeyPatch = components['schemas']['PasskeyPatch'];
export type Passkeys = components['schemas']['Passkeys'];
export type PasswordInput = components['schemas']['PasswordInput'];
export type Policy = components['schemas']['Policy'];
export type PolicyPatch = components['schemas']['PolicyPatch'];
export type Problem = components['schemas']['Problem'];
export type ProblemField = components['schemas']['ProblemField'];
export type RecoveryCodes = components['schemas']['RecoveryCodes'];
export type Role = components['schemas']['Role'];
export type SSO = components['schemas']['SSO'];
export type SSOInput = components['schemas']['SSOInput'];
export type SecondFactor = components['schemas']['SecondFactor'];
export type Self = components['schemas']['Self'];
export type Session = components['schemas']['Session'];
export type Sessions = components['schemas']['Sessions'];
export type Workspace = components['schemas']['Workspace'];
export type ParameterIdempotencyKey = components['parameters']['IdempotencyKey'];
export type $defs = Record<string, never>;
export interface operations {
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
    get_me: {
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
                    "application/json": components["schemas"]["Me"];
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
    create_environment: {
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
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EnvironmentRef"];
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
    confirm_session: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ConfirmInput"];
            };
        };
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
    change_password: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PasswordInput"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CSRF"];
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
    begin_one_time_passwords: {
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
                    "application/json": components["schemas"]["Enrolment"];
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
    remove_one_time_passwords: {
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
    confirm_one_time_passwords: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CodeInput"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RecoveryCodes"];
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
    renew_recovery_codes: {
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
                    "application/json": components["schemas"]["RecoveryCodes"];
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
    list_passkeys: {
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
                    "application/json": components["schemas"]["Passkeys"];
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
    add_passkey: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PasskeyInput"];
            };
        };
        responses: {
            /** @description Done. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NewPasskey"];
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
    begin_passkey: {
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
                    "application/json": components["schemas"]["PasskeyOptions"];
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
    remove_passkey: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                passkey_id: string;
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
    rename_passkey: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                passkey_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PasskeyPatch"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Passkey"];
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
    list_sessions: {
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
                    "application/json": components["schemas"]["Sessions"];
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
    end_other_sessions: {
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
    end_session: {
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
    list_staff: {
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
                    "application/json": components["schemas"]["Members"];
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
    invite_staff: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["InvitationInput"];
            };
        };
        responses: {
            /** @description Done. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Invited"];
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
    make_staff_link: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                staff_id: string;
            };
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
                    "application/json": components["schemas"]["Link"];
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
    remove_staff: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                staff_id: string;
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
    change_staff_role: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                staff_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MemberPatch"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Member"];
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
    clear_second_factor: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                staff_id: string;
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
    get_policy: {
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
                    "application/json": components["schemas"]["Policy"];
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
    change_policy: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PolicyPatch"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Policy"];
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
    get_sso: {
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
                    "application/json": components["schemas"]["SSO"];
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
    put_sso_settings: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SSOInput"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SSO"];
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
    remove_sso: {
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
}
