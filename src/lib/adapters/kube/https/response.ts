import type {IncomingMessage} from 'node:http'
import {parseJson} from '../../../formats/json/parse.js'
import type {JsonValue} from '../../../formats/json/value.js'
import type {KubeResponse} from '../../../ports/kube.js'

/** A whole answer; what says that it is JSON is read, and what does not say what it is. @throws Error of the connection when that ends before the answer does */
export async function responseOf(message: IncomingMessage): Promise<KubeResponse> {
  const text = (await bytesOf(message)).toString('utf8')
  const json = (message.headers['content-type'] ?? 'json').includes('json')
  return {
    status: message.statusCode ?? 0,
    headers: headersOf(message),
    body: text === '' ? undefined : json ? jsonOrText(text) : text,
    warnings: warningsOf(message.headers['warning']),
  }
}

/** By events: `for await` has Node make half a dozen things more, which a small command pays for each time. */
function bytesOf(message: IncomingMessage): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const parts: Buffer[] = []
    message.on('data', (part: Buffer) => parts.push(part))
    message.on('end', () => resolve(parts.length === 1 ? parts[0]! : Buffer.concat(parts)))
    message.on('error', reject)
    // counts only when it is the first to be told
    message.on('close', () => reject(Object.assign(new Error('Premature close'), {code: 'ERR_STREAM_PREMATURE_CLOSE'})))
  })
}

export function headersOf(message: IncomingMessage): Record<string, string> {
  return Object.fromEntries(
    Object.entries(message.headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(', ') : (value ?? '')]),
  )
}

/** A text that is no JSON stays one: what was asked for decides what is said of it. */
function jsonOrText(text: string): JsonValue {
  try {
    return parseJson(text)
  } catch {
    return text
  }
}

/** Texts of `299 - "text"` headers, which node joins by comma. */
function warningsOf(header: string | undefined): string[] {
  return [...(header ?? '').matchAll(/\d{3} \S+ "((?:[^"\\]|\\.)*)"/g)].map((match) => match[1]!.replace(/\\(.)/g, '$1'))
}
