// What fauxqs 1.9.2 lacks of the services, and the pipeline needs. Newer versions need a newer Node and lack most of it as well.
import { createHash } from "node:crypto";
import { INVALID_MESSAGE_BODY_CHAR } from "./node_modules/fauxqs/dist/sqs/sqsTypes.js";

/** SQS also takes the characters above U+FFFF; fauxqs looks at halves of them. */
export function acceptAllOfUnicode() {
  const invalid = /[^\t\n\r\x20-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/u;
  INVALID_MESSAGE_BODY_CHAR.test = (text) => invalid.test(text);
}

/** S3: `If-None-Match: *` on PutObject (412, and 409 while another write to the key is under way), and SHA-256 checksums. */
export function addConditionalWritesAndChecksums(app) {
  const writing = new Set();
  const checksums = new Map();

  app.addHook("preHandler", async (request, reply) => {
    const path = objectPath(request);
    if (request.method !== "PUT" || !path) {
      return;
    }
    if (request.headers["if-none-match"] === "*") {
      if (writing.has(path)) {
        return refuse(reply, 409, "ConditionalRequestConflict", "Another write to this key is under way.");
      }
      writing.add(path);
      request.endsWriting = path;
      const existing = await app.inject({ method: "HEAD", url: path });
      if (existing.statusCode === 200) {
        return refuse(reply, 412, "PreconditionFailed", "At least one of the pre-conditions you specified did not hold");
      }
    }
    const sent = request.headers["x-amz-checksum-sha256"];
    if (sent) {
      const actual = createHash("sha256").update(bodyOf(request)).digest("base64");
      if (sent !== actual) {
        return refuse(reply, 400, "BadDigest", "The SHA256 you specified did not match the calculated checksum.");
      }
      request.checksum = sent;
    }
  });

  app.addHook("onSend", async (request, reply) => {
    const path = objectPath(request);
    if (!path || reply.statusCode !== 200) {
      return;
    }
    if (request.method === "PUT") {
      request.checksum ? checksums.set(path, request.checksum) : checksums.delete(path);
    }
    const asked = request.method === "PUT" || request.headers["x-amz-checksum-mode"] === "ENABLED";
    if (asked && checksums.has(path)) {
      reply.header("x-amz-checksum-sha256", checksums.get(path));
      reply.header("x-amz-checksum-type", "FULL_OBJECT");
    }
  });

  app.addHook("onResponse", async (request) => writing.delete(request.endsWriting));
}

/** The path of the object that the request is about; undefined for anything else. */
function objectPath(request) {
  const [path] = request.url.split("?");
  return /^\/[^/]+\/.+$/.test(path) ? path : undefined;
}

function refuse(reply, status, code, message) {
  return reply
    .code(status)
    .header("content-type", "application/xml")
    .send(`<?xml version="1.0" encoding="UTF-8"?><Error><Code>${code}</Code><Message>${message}</Message></Error>`);
}

/** Without the framing of aws-chunked: SIZE[;EXTENSION] CRLF DATA CRLF ... 0 CRLF. */
function bodyOf(request) {
  if (!(request.headers["content-encoding"] ?? "").includes("aws-chunked")) {
    return request.body ?? "";
  }
  const chunks = [];
  for (let offset = 0; ; ) {
    const lineEnd = request.body.indexOf("\r\n", offset);
    const size = parseInt(request.body.toString("ascii", offset, lineEnd), 16);
    if (!(size > 0)) {
      return Buffer.concat(chunks);
    }
    chunks.push(request.body.subarray(lineEnd + 2, lineEnd + 2 + size));
    offset = lineEnd + 2 + size + 2;
  }
}
