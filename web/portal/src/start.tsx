/** The staff portal. It takes over the page that the server sent, below /portal. */

import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { createRoot } from "react-dom/client";
import { createBrowserRouter, RouterProvider } from "react-router";
import { Confirmation } from "./api/confirmation.tsx";
import { Problem } from "./api/problem.ts";
import { App } from "./app.tsx";
import { Broken } from "./frame/broken.tsx";
import { Leaving } from "./frame/leaving.tsx";
import { SignedOut } from "./frame/signed-out.tsx";
import { Toasts } from "./parts/toasts.tsx";
import { root } from "./shell.ts";

const FRESH_MS = 15_000;

const known = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: FRESH_MS,
      // Without a network an answer fails like any other, and is told; nothing waits in silence to be sent much later.
      networkMode: "always",
      refetchOnReconnect: true,
      // A refusal stays one however often it is asked; only silence and overload may pass.
      retry: (count, error) => count < 2 && error instanceof Problem && (error.status === 0 || error.status >= 502),
    },
    mutations: { networkMode: "always" },
  },
});

const router = createBrowserRouter(
  [{ path: "*", element: <Toasts><Confirmation><App /></Confirmation><Leaving /><SignedOut /></Toasts>, errorElement: <Broken /> }],
  { basename: "/portal" },
);

if (root) {
  createRoot(root).render(
    <QueryClientProvider client={known}>
      <RouterProvider router={router} />
    </QueryClientProvider>,
  );
}
