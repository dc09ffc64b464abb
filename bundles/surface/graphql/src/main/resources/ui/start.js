"use strict";

// The browser asks for the password and adds it to each request itself.
const first = `# Ctrl-Enter runs it. A subscription goes on until it is stopped.
query Look {
  about { version startedAt }
  connectionPools { poolId state activeConnections idleConnections waitQueueLength }
  sessions { sessionId user state clientAddress }
}

subscription Watch {
  networkStatusChanged { status activeConnections bytesSent bytesReceived }
}
`;

/** Which kind the operation is: the one that was named, or the only one. */
function kindOf(document, name) {
  const operations = (document?.definitions ?? []).filter((d) => d.kind === "OperationDefinition");
  return (operations.find((o) => o.name?.value === name) ?? operations[0])?.operation;
}

function post(request, headers, accept, signal) {
  return fetch(location.origin + "/graphql", {
    method: "POST",
    headers: { ...headers, "Content-Type": "application/json", Accept: accept },
    body: JSON.stringify(request),
    signal,
  });
}

/** What server-sent events carry, one answer after the other. */
async function* answersOf(response) {
  let rest = "";
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) {
      return;
    }
    const frames = (rest + value).split("\n\n");
    rest = frames.pop();
    for (const frame of frames) {
      const lines = frame.split("\n");
      if (lines.includes("event: complete")) {
        return;
      }
      const data = lines.filter((l) => l.startsWith("data: ")).map((l) => l.slice(6)).join("\n");
      if (data) {
        yield JSON.parse(data);
      }
    }
  }
}

/** A subscription in the form that the page takes: it ends the request when it is stopped. */
function subscribe(request, headers) {
  return {
    subscribe(observer) {
      const stopping = new AbortController();
      (async () => {
        try {
          const response = await post(request, headers, "text/event-stream", stopping.signal);
          if (!response.headers.get("Content-Type").startsWith("text/event-stream")) {
            observer.next(await response.json());
          } else {
            for await (const answer of answersOf(response)) {
              observer.next(answer);
            }
          }
          observer.complete();
        } catch (error) {
          if (!stopping.signal.aborted) {
            observer.error(error);
          }
        }
      })();
      return { unsubscribe: () => stopping.abort() };
    },
  };
}

async function fetcher(request, options) {
  const headers = options?.headers ?? {};
  if (kindOf(options?.documentAST, request.operationName) === "subscription") {
    return subscribe(request, headers);
  }
  return (await post(request, headers, "application/json")).json();
}

ReactDOM.createRoot(document.getElementById("page")).render(
  React.createElement(GraphiQL, { fetcher, defaultQuery: first, isHeadersEditorEnabled: false }),
);
