/** Reads uploads as multipart forms: one file, and fields that are the parameters of the query. */
import { once } from 'node:events';
import { PassThrough, type Readable, Writable } from 'node:stream';
import { Busboy, type BusboyFileStream, type BusboyHeaders } from '@fastify/busboy';
import type { FastifyRequest } from 'fastify';
import { limits } from '../../../contracts/schemas/index.ts';
import { AppError, refuse } from '../../../errors.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** Content type of the file in a form. Undefined for other bodies. */
    fileType?: string;
    /** Fields of a form. */
    formFields?: Record<string, string>;
  }
}

const fieldsMax = 50;
/** The fields and the file, and a part that is too many. Parts without a name count here only. */
const partsMax = fieldsMax + 2;
const chunkBytesMax = 1024 * 1024;
const fieldBytesMax = 16 * 1024;
/** Bytes that are parsed before it is asked whether the form is refused: a thousand parts at most. */
const parsedBytesMax = 4 * 1024;

/** The file of a form as a stream. The fields before it become parameters of the query, and so do those behind a file
 *  of at most `formFileHeldBytesMax` bytes.
 *  @param body the form
 *  @throws AppError form_invalid, request_invalid; the stream fails with them too */
export async function openForm(request: FastifyRequest, body: Readable): Promise<Readable> {
  const form = parserOf(request);
  // Without a prototype a field `__proto__` is one as well, which the check of the parameters refuses.
  const fields: Record<string, string> = Object.create(null);
  const file = new PassThrough({
    readableHighWaterMark: limits.formFileHeldBytesMax,
    writableHighWaterMark: chunkBytesMax,
  });
  const fail = (error: Error) => file.destroy(error);
  let hasFile = false;
  let isReading = false;
  /** The form has ended, or more of its file has come than is held, or it is refused. */
  let decided = () => {};
  const isDecided = new Promise<void>((resolve) => {
    decided = resolve;
  });
  form.on('field', (name: string | undefined, value, _nameTruncated, isTruncated) => {
    if (name === undefined) fail(refusal('a part of the form has no name'));
    else if (isTruncated) fail(refusal(`the field \`${name}\` is longer than ${fieldBytesMax} bytes`));
    else if (isReading)
      fail(
        refusal(
          `the field \`${name}\` comes behind a file of more than ${limits.formFileHeldBytesMax} bytes`,
          'the fields before the file, or as parameters of the query',
        ),
      );
    else if (Object.hasOwn(fields, name)) fail(refusal(`the field \`${name}\` appears twice`));
    else fields[name] = value;
  });
  form.on('file', (_name, stream, _fileName, _encoding, type) => {
    if (hasFile) {
      stream.resume();
      fail(refusal('the form has more than one file'));
      return;
    }
    hasFile = true;
    request.fileType = type.toLowerCase();
    const { isFull, fill } = filling(file);
    fill(stream);
    isFull.then(decided);
  });
  for (const event of ['fieldsLimit', 'partsLimit', 'filesLimit'] as const)
    form.on(event, () => fail(refusal(`the form has more than ${fieldsMax} fields`)));

  form.once('finish', () => {
    if (!hasFile) fail(refusal('the form has no file'));
    decided();
  });
  form.once('error', (cause: Error) => fail(refusal(`the form is damaged: ${cause.message}`)));
  body.once('error', fail);
  file.once('error', decided);
  const parsed = slicewise(form, () => file.destroyed);
  // The rest of a form that is refused is not parsed: that is work on the main thread.
  file.once('close', () => {
    body.unpipe(parsed);
    body.destroy();
  });
  body.pipe(parsed);
  await isDecided;
  isReading = true;
  if (file.errored !== null) throw file.errored;
  addToQuery(request, fields);
  return file;
}

function parserOf({ headers }: FastifyRequest) {
  try {
    return new Busboy({
      headers: headers as BusboyHeaders,
      limits: { fields: fieldsMax, fieldSize: fieldBytesMax, files: 2, fieldNameSize: 200, parts: partsMax },
    });
  } catch (cause) {
    throw new AppError('form_invalid', { detail: 'The form has no boundary in its content type.', cause });
  }
}

/** Writes into a form slice by slice, until it is refused. Errors of the form are handled where it is read. */
function slicewise(form: Writable, isRefused: () => boolean): Writable {
  const write = async (chunk: Buffer) => {
    for (let from = 0; from < chunk.length && !isRefused(); from += parsedBytesMax)
      if (!form.write(chunk.subarray(from, from + parsedBytesMax))) await once(form, 'drain');
  };
  return new Writable({
    write(chunk: Buffer, _encoding, done) {
      write(chunk).then(
        () => done(),
        () => done(),
      );
    },
    final(done) {
      form.end();
      done();
    },
  });
}

/** Writes a file of the form into the stream that is read. `isFull` resolves when no more of it is held. */
function filling(file: PassThrough) {
  let full = () => {};
  const isFull = new Promise<void>((resolve) => {
    full = resolve;
  });
  return {
    isFull,
    fill(stream: BusboyFileStream) {
      stream.once('error', (error) => file.destroy(error));
      stream.once('end', () => file.end());
      stream.on('data', (chunk: Buffer) => {
        if (file.destroyed || file.write(chunk)) return;
        full();
        stream.pause();
        file.once('drain', () => stream.resume());
      });
    },
  };
}

/** The parameters of the query are checked later, with those of the address. */
function addToQuery(request: FastifyRequest, fields: Record<string, string>): void {
  const query = request.query as Record<string, unknown>;
  for (const name of Object.keys(fields))
    if (Object.hasOwn(query, name))
      refuse('request_invalid', {
        path: `?${name}`,
        message: `\`${name}\` is both a field of the form and a parameter of the query`,
        accepted: 'one of them',
      });
  request.formFields = fields;
  request.query = { ...query, ...fields };
}

function refusal(
  message: string,
  accepted = 'one file, and fields that are parameters of the call',
): AppError {
  return new AppError('form_invalid', {
    detail: `${message[0].toUpperCase()}${message.slice(1)}; accepted: ${accepted}.`,
  });
}
