// The browser asks for the password and adds it to each request itself.
SwaggerUIBundle({
  url: location.origin + "/api-docs/openapi.json",
  dom_id: "#page",
  docExpansion: "list",
  operationsSorter: "alpha",
  tagsSorter: "alpha",
  deepLinking: true,
  validatorUrl: null,
  withCredentials: true,
});
