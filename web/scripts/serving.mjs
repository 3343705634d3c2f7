// What every server of the built web must do; `vite preview` does it with this, the Api and CloudFront do the same.

/** No inline script and no inline style: styles come from files and from constructed sheets. */
export const contentSecurityPolicy = [
  "default-src 'self'",
  "img-src 'self' data:",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join('; ');

/** Addresses inside of the demo shop are the demo shop's page. */
export const demoFallback = () => {
  const toDemo = (server) => {
    server.middlewares.use((request, _response, next) => {
      if (/^\/demo(\/(?!.*\.)[^?]*)?(\?|$)/.test(request.url ?? '')) {
        request.url = '/demo/index.html';
      }
      next();
    });
  };
  return { name: 'demo-fallback', configureServer: toDemo, configurePreviewServer: toDemo };
};
