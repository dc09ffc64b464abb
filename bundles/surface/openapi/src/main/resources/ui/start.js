// The browser asks for the password and adds it to each request itself.
SwaggerUIBundle({
  url: "/api-docs/openapi.json",
  dom_id: "#page",
  docExpansion: "none",
  operationsSorter: "alpha",
  tagsSorter: "alpha",
  validatorUrl: null,
  withCredentials: true,
});
