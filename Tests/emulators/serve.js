// SQS and S3 on one port (of the loopback address, unless told otherwise), in memory. Prints "ready PORT" on its first line; ends when its standard input does, so that it
// never outlives who started it.
//
//   node serve.js [--host ADDRESS] [--port N] [--queue NAME=DEAD_LETTER_NAME] [--bucket NAME] [--detached]
//
// The queue URL to configure is http://sqs.us-east-1.localhost:PORT/000000000000/NAME; AWS_ENDPOINT_URL=http://127.0.0.1:PORT.
import { parseArgs } from "node:util";
import { buildApp } from "fauxqs";
import { acceptAllOfUnicode, addConditionalWritesAndChecksums } from "./extensions.js";

const { values: options } = parseArgs({
  options: {
    host: { type: "string", default: "127.0.0.1" },
    port: { type: "string", default: "0" },
    queue: { type: "string" },
    bucket: { type: "string" },
    detached: { type: "boolean", default: false },
  },
});

const app = buildApp({ logger: false });
acceptAllOfUnicode();
addConditionalWritesAndChecksums(app);
await app.listen({ port: Number(options.port), host: options.host });
const { port } = app.server.address();

if (options.queue) {
  const [name, deadLetters = `${options.queue}-dead`] = options.queue.split("=");
  await createQueue(deadLetters);
  await createQueue(name, {
    RedrivePolicy: JSON.stringify({
      deadLetterTargetArn: `arn:aws:sqs:us-east-1:000000000000:${deadLetters}`,
      maxReceiveCount: 5,
    }),
  });
}
if (options.bucket) {
  await app.inject({ method: "PUT", url: `/${options.bucket}` });
}

if (!options.detached) {
  process.stdin.resume().on("close", () => process.exit(0));
}
console.log(`ready ${port}`);

function createQueue(QueueName, Attributes) {
  return app.inject({
    method: "POST",
    url: "/",
    headers: {
      host: `127.0.0.1:${port}`,
      "content-type": "application/x-amz-json-1.0",
      "x-amz-target": "AmazonSQS.CreateQueue",
    },
    payload: JSON.stringify({ QueueName, Attributes }),
  });
}
