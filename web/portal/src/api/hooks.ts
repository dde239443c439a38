/** Reading and acting, bound to the environment that is open. */

import { keepPreviousData, useMutation, useQuery, useQueryClient, type UseMutationResult, type UseQueryResult } from "@tanstack/react-query";
import { useSession } from "../session.ts";
import { useConfirmed } from "./confirmation.tsx";
import { call, type Call, type Query } from "./call.ts";
import type { Problem } from "./problem.ts";

interface ReadOptions<Answer> {
  /** Show what was there while something else is fetched: for tables whose filter changes. */
  keep?: boolean;
  /** Look again after so many milliseconds; false stops. */
  again?: (answer: Answer | undefined) => number | false;
}

/**
 * What the server says at `path`; nothing is asked while it is null. A page with a form gives way to a problem only while
 * it has nothing to show (`isLoadingError`): a later reading that fails must not take what was typed.
 */
export function useRead<Answer>(path: string | null, query?: Query, options: ReadOptions<Answer> = {}): UseQueryResult<Answer, Problem> {
  const environment = useSession().environment?.id ?? null;
  const { again, keep } = options;
  return useQuery<Answer, Problem>({
    queryKey: [environment, path, query ?? null],
    queryFn: ({ signal }) => call<Answer>(path ?? "", { query, environment, signal }),
    enabled: path !== null,
    ...(keep ? { placeholderData: keepPreviousData as never } : {}),
    ...(again ? { refetchInterval: (asked: { state: { data?: unknown } }) => again(asked.state.data as Answer | undefined) } : {}),
  });
}

/** One call in the name of whoever is signed in, asking for the password where the server wants to see it. */
export type Send = <Body>(path: string, options?: Call) => Promise<Body>;

/**
 * Something that changes what the server knows. `stale` are the paths (with all that lies below) that are to be read
 * anew before it counts as done, so that nobody sees yesterday's table.
 */
export function useAct<Input, Answer>(
  act: (input: Input, send: Send) => Promise<Answer>,
  stale: readonly string[] = [],
): UseMutationResult<Answer, Problem, Input> {
  const environment = useSession().environment?.id ?? null;
  const reread = useReread();
  const confirmed = useConfirmed();
  return useMutation<Answer, Problem, Input>({
    mutationFn: (input) => act(input, (path, options) => confirmed(() => call(path, { environment, ...options }))),
    onSuccess: () => reread(...stale),
    // It is gone: somebody was faster, perhaps in another tab, and what is shown is of yesterday.
    onError: (problem) => (problem.status === 404 ? reread(...stale) : undefined),
  });
}

/** Have everything at and below these paths read anew; resolves when what is on the screen is. */
export function useReread(): (...paths: readonly string[]) => Promise<void> {
  const known = useQueryClient();
  return async (...paths) => {
    await known.invalidateQueries({
      predicate: ({ queryKey: [, path] }) => typeof path === "string" && paths.some((one) => path === one || path.startsWith(`${one}/`)),
    });
  };
}
