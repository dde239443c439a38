// Written by `make contract` from the API document. Change the code, not this file.

export interface paths {
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
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
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
        /** @description Who is signed in, and what they may do. `grantable` are the scopes that they may give to API keys. */
        Me: {
            staff: components["schemas"]["Self"];
            csrf: string;
            workspace: components["schemas"]["Workspace"];
            environments: components["schemas"]["EnvironmentRef"][];
            scopes: string[];
            grantable: string[];
            second_factor: components["schemas"]["SecondFactor"];
        };
        /**
         * @description Which side of a workspace something belongs to: the real one, or the one for trying things out.
         * @enum {unknown}
         */
        Mode: "live" | "test";
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
        /** @description How the member proves more than a password. `required`: nobody of the workspace signs in without. */
        SecondFactor: {
            required: boolean;
            totp: boolean;
            passkeys: number;
        };
        /** @description The member of staff who asks. */
        Self: {
            id: string;
            email: string;
            name: string;
            /** @enum {unknown} */
            role: "admin" | "developer" | "owner" | "viewer";
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
export type EnvironmentInput = components['schemas']['EnvironmentInput'];
export type EnvironmentRef = components['schemas']['EnvironmentRef'];
export type Me = components['schemas']['Me'];
export type Mode = components['schemas']['Mode'];
export type Problem = components['schemas']['Problem'];
export type ProblemField = components['schemas']['ProblemField'];
export type SecondFactor = components['schemas']['SecondFactor'];
export type Self = components['schemas']['Self'];
export type Workspace = components['schemas']['Workspace'];
export type ParameterIdempotencyKey = components['parameters']['IdempotencyKey'];
export type $defs = Record<string, never>;
export interface operations {
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
}
