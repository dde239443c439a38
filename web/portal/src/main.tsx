/** The staff portal. It takes over the page that the server sent, below /portal. */

import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { createRoot } from "react-dom/client";
import { BrowserRouter } from "react-router";
import { Confirmation } from "./api/confirmation.tsx";
import { Problem } from "./api/problem.ts";
import { App } from "./app.tsx";
import { Toasts } from "./parts/toasts.tsx";
import { root } from "./shell.ts";
import "./styles/index.css";

const FRESH_MS = 15_000;

const known = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: FRESH_MS,
      // A refusal stays one however often it is asked; only silence and overload may pass.
      retry: (count, error) => count < 2 && error instanceof Problem && (error.status === 0 || error.status >= 502),
    },
  },
});

if (root) {
  createRoot(root).render(
    <QueryClientProvider client={known}>
      <BrowserRouter basename="/portal">
        <Toasts><Confirmation><App /></Confirmation></Toasts>
      </BrowserRouter>
    </QueryClientProvider>,
  );
}
