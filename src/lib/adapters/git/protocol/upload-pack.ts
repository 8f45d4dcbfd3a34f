import {GitError} from '../git-error.js'
import {FLUSH, type PktReader, pktLine} from './pkt-line.js'

/** What a server says about its references. */
export interface Advertisement {
  /** full name to hash, in the server's order; peeled tags as `refs/tags/x^{}` */
  readonly refs: ReadonlyMap<string, string>
  readonly capabilities: ReadonlyMap<string, string>
  /** the branch that HEAD points to, when the server tells */
  readonly head: string | undefined
}

export interface FetchRequest {
  readonly wants: readonly string[]
  /** commits of history; absent = all */
  readonly depth?: number | undefined
  /** `blob:none`, `tree:0`: what to leave out, if the server can */
  readonly filter?: string | undefined
}

const ZERO = '0'.repeat(40)
const WANTED_CAPABILITIES = ['multi_ack_detailed', 'side-band-64k', 'ofs-delta', 'no-progress', 'include-tag']
/** Longest line of references and longest pack that are taken. */
const MAX_PACK_BYTES = 2 * 1024 ** 3

/** Reads the reference advertisement of protocol version 0. An empty repository is a GitError `git-empty` unless it may be. */
export async function readAdvertisement(
  reader: PktReader,
  {smartHttp, mayBeEmpty}: {smartHttp: boolean; mayBeEmpty?: boolean},
): Promise<Advertisement> {
  const refs = new Map<string, string>()
  let list: string | undefined
  for await (const text of advertisedLines(reader, smartHttp)) {
    const [pair = '', words] = text.split('\0')
    list ??= words ?? ''
    const [hash = '', name = ''] = pair.split(' ')
    if (!/^[0-9a-f]{40}([0-9a-f]{24})?$/.test(hash)) {
      throw new GitError('git-protocol', `malformed reference line: ${JSON.stringify(text)}`)
    }
    if (hash.length > 40) throw new GitError('git-protocol', 'repositories with SHA-256 objects are not supported')
    if (hash !== ZERO) refs.set(name, hash)
  }
  if (refs.size === 0 && !mayBeEmpty) throw new GitError('git-empty', 'remote repository is empty')
  const head = [...symrefs(list ?? '')].find(([name]) => name === 'HEAD')?.[1]
  return {refs, capabilities: parseCapabilities(list ?? ''), head}
}

/** The lines that name references; over http a service line and a flush come before them. */
async function* advertisedLines(reader: PktReader, smartHttp: boolean): AsyncGenerator<string> {
  let service = smartHttp
  for (let count = 0; ; count++) {
    const line = await reader.line()
    if (line === undefined && count === 0) throw new GitError('git-protocol', 'empty input')
    // a list without an end may be cut off
    if (line === undefined) throw new GitError('git-protocol', `pkt-line ${count + 1}: EOF`)
    if (line === 'flush' && !service) return
    if (line === 'flush') {
      service = false
      continue
    }
    const text = line.toString('utf8').replace(/\n$/, '')
    if (text.startsWith('# service=')) continue
    if (text.startsWith('ERR ')) throw refused(text.slice(4))
    service = false
    if (!text.startsWith('version ') && !text.startsWith('shallow ')) yield text
  }
}

/** Texts by which servers say over ssh that there is no such repository. */
export function refused(text: string): GitError {
  const missing = [
    'Repository not found.',
    'repository does not exist.',
    'does not appear to be a git repository',
    'The project you were looking for could not be found',
    'access denied or repository not exported',
  ]
  if (missing.some((part) => text.includes(part))) return new GitError('git-not-found', 'repository not found')
  return new GitError('git-protocol', text.trim())
}

/** The request for a pack, complete with `done`: we never have anything. */
export function fetchRequest(request: FetchRequest, advertised: Advertisement): Uint8Array {
  const {capabilities} = advertised
  const ours = WANTED_CAPABILITIES.filter((name) => capabilities.has(name))
  if (!capabilities.has('side-band-64k') && capabilities.has('side-band')) ours.push('side-band')
  const depth = request.depth !== undefined && capabilities.has('shallow') ? request.depth : undefined
  const filter = request.filter !== undefined && capabilities.has('filter') ? request.filter : undefined
  if (filter) ours.push('filter')
  if (capabilities.has('agent')) ours.push('agent=flux-toolkit')
  const lines: Uint8Array[] = []
  for (const [index, want] of [...new Set(request.wants)].entries()) {
    lines.push(pktLine(`want ${want}${index === 0 ? ` ${ours.join(' ')}` : ''}\n`))
  }
  if (depth !== undefined) lines.push(pktLine(`deepen ${depth}\n`))
  if (filter) lines.push(pktLine(`filter ${filter}\n`))
  lines.push(FLUSH, pktLine('done\n'))
  return Buffer.concat(lines)
}

/** The pack out of a server's answer: shallow lines and acknowledgements skipped, side bands taken apart. */
export async function readPack(reader: PktReader, request: FetchRequest, advertised: Advertisement): Promise<Buffer> {
  await skipPreamble(reader, request.depth !== undefined && advertised.capabilities.has('shallow'))
  const banded = advertised.capabilities.has('side-band-64k') || advertised.capabilities.has('side-band')
  const parts: Buffer[] = []
  let length = 0
  for (;;) {
    const part = banded ? await bandedPart(reader) : await reader.chunk()
    if (part === undefined) break
    length += part.length
    if (length > MAX_PACK_BYTES)
      throw new GitError('git-protocol', `the repository's pack is larger than ${MAX_PACK_BYTES} bytes`)
    parts.push(part)
  }
  return Buffer.concat(parts, length)
}

/** Lines before the pack: `shallow ...`, a flush, then NAK or ACKs. */
async function skipPreamble(reader: PktReader, shallow: boolean): Promise<void> {
  let waiting = shallow
  for (;;) {
    if (!waiting && (await reader.peek(4)) === 'PACK') return
    const line = await reader.line()
    if (line === undefined) throw new GitError('git-protocol', 'unexpected EOF')
    if (line === 'flush') {
      waiting = false
      continue
    }
    const text = line.toString('utf8')
    if (text.startsWith('ERR ')) throw refused(text.slice(4))
    if (/^(shallow|unshallow) /.test(text)) continue
    if (text.startsWith('NAK')) return
    if (/^ACK [0-9a-f]+\n?$/.test(text)) return
    if (!text.startsWith('ACK ')) throw new GitError('git-protocol', `unexpected line ${JSON.stringify(text.slice(0, 80))}`)
  }
}

async function bandedPart(reader: PktReader): Promise<Buffer | undefined> {
  for (;;) {
    const line = await reader.line()
    if (line === undefined) throw new GitError('git-protocol', 'unexpected EOF')
    if (line === 'flush') return undefined
    if (line[0] === 1) return line.subarray(1)
    if (line[0] === 3) throw refused(line.toString('utf8', 1))
    if (line[0] !== 2) throw new GitError('git-protocol', 'unknown channel of the side band')
  }
}

function parseCapabilities(list: string): Map<string, string> {
  return new Map(
    list
      .split(' ')
      .filter((word) => word !== '')
      .map((word) => {
        const at = word.indexOf('=')
        return at < 0 ? [word, ''] : [word.slice(0, at), word.slice(at + 1)]
      }),
  )
}

function* symrefs(list: string): Generator<[string, string]> {
  for (const word of list.split(' ')) {
    const [name, target] = word.startsWith('symref=') ? word.slice(7).split(':') : []
    if (name && target) yield [name, target]
  }
}
