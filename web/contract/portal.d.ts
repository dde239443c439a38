// Written by `make contract` from the API document. Change the code, not this file.

export type paths = Record<string, never>;
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
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
        /** @description One input that is wrong. */
        ProblemField: {
            field: string;
            reason: string;
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
export type Problem = components['schemas']['Problem'];
export type ProblemField = components['schemas']['ProblemField'];
export type ParameterIdempotencyKey = components['parameters']['IdempotencyKey'];
export type $defs = Record<string, never>;
export type operations = Record<string, never>;
