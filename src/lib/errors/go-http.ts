import {goQuote} from './go-quote.js'

/** What Go's net/http says of an answer that is no HTTP, by its first bytes; undefined where they do not tell. */
export function goAnswerFault(bytes: Uint8Array): string | undefined {
  const [line = '', ...rest] = Buffer.from(bytes).toString('latin1').split(/\r?\n/)
  const cut = line.indexOf(' ')
  if (cut < 0) return `malformed HTTP response ${quoted(line)}`
  const version = line.slice(0, cut)
  const [code = ''] = line
    .slice(cut + 1)
    .trimStart()
    .split(' ')
  if (!/^\d{3}$/.test(code)) return `malformed HTTP status code ${quoted(code)}`
  if (!/^HTTP\/\d\.\d$/.test(version)) return `malformed HTTP version ${quoted(version)}`
  const end = rest.indexOf('')
  const headers = end < 0 ? rest : rest.slice(0, end)
  const bare = headers.find((header) => !header.includes(':'))
  if (bare !== undefined) return `malformed MIME header: missing colon: ${quoted(bare)}`
  const length = headers.map((header) => /^content-length:\s*(.*?)\s*$/i.exec(header)?.[1]).find((text) => text !== undefined)
  return length !== undefined && !/^\d+$/.test(length) ? `bad Content-Length ${quoted(length)}` : undefined
}

/** Bytes as Go quotes them: what is UTF-8 is shown as such. */
const quoted = (latin: string) => goQuote(Buffer.from(latin, 'latin1').toString('utf8'))
