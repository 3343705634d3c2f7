// An OpenID Connect provider on a free loopback port that asks nobody anything: whoever comes is the person that --person names.
// Prints "ready PORT" on its first line; ends when its standard input does.
//
//   node oidc.js --redirect URL --person '{"sub":"7","name":"Ann","roles":["admins"]}'
import { createServer } from "node:http";
import { parseArgs } from "node:util";
import { Provider } from "oidc-provider";

const { values: options } = parseArgs({ options: { redirect: { type: "string" }, person: { type: "string" } } });
const person = JSON.parse(options.person);

const server = createServer();
await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
const { port } = server.address();
const provider = new Provider(`http://127.0.0.1:${port}`, {
  clients: [{ client_id: "pipeline", client_secret: "not a secret", redirect_uris: [options.redirect] }],
  claims: { openid: ["sub"], profile: ["name", "roles"] },
  findAccount: (_, id) => ({ accountId: id, claims: () => person }),
  interactions: { url: (_, interaction) => `/interaction/${interaction.uid}` },
  features: { devInteractions: { enabled: false } },
  cookies: { keys: ["for tests"] },
});

const handle = provider.callback();
server.on("request", async (request, response) => {
  if (!request.url.startsWith("/interaction/")) {
    return handle(request, response);
  }
  const { params, prompt } = await provider.interactionDetails(request, response);
  if (prompt.name === "login") {
    return provider.interactionFinished(request, response, { login: { accountId: person.sub } });
  }
  const grant = new provider.Grant({ accountId: person.sub, clientId: params.client_id });
  grant.addOIDCScope(params.scope);
  return provider.interactionFinished(request, response, { consent: { grantId: await grant.save() } });
});

process.stdin.resume().on("close", () => process.exit(0));
console.log(`ready ${port}`);
