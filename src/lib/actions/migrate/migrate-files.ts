import {join} from 'node:path'
import {FluxError, messageOf} from '../../errors/flux-error.js'
import {goErrno, isFileFault} from '../../errors/go-file.js'
import type {Context} from '../../ports/context.js'
import {ourSchemas} from './fields/unknown-fields.js'
import {findFiles} from './find-files.js'
import {migrateText} from './migrate-text.js'
import {targetsOf} from './targets.js'

export interface MigrateFilesOptions {
  readonly path: string
  /** ends of file names */
  readonly extensions: readonly string[]
  /** release, e.g. `2.9`; the newest one without */
  readonly version: string | undefined
  readonly yes: boolean
  readonly dryRun: boolean
}

export interface MigrateContext extends Pick<Context, 'fs' | 'out'> {
  readonly cwd: string
  /** asks whether to go on */
  confirm(): Promise<'yes' | 'no' | 'end'>
}

interface Planned {
  readonly path: string
  readonly bytes: Uint8Array
}

function failed(what: 'read' | 'write', path: string, error: unknown): never {
  if (!isFileFault(error)) throw error
  const call = what === 'read' ? 'openat' : 'open'
  throw new FluxError('no-file', `failed to ${what} file ${path}: ${call} ${path}: ${goErrno(error)}`, {cause: error})
}

/** `flux migrate -f`: rewrites manifests below the working directory (cli reference 10.2). */
export async function migrateFiles(context: MigrateContext, options: MigrateFilesOptions): Promise<void> {
  const {fs, out, cwd} = context
  const targets = targetsOf(options.version)
  out.action('starting migration of custom resources')
  const files = await findFiles(context, options)
  const schemas = ourSchemas()
  const planned: Planned[] = []
  const faulty: string[] = []
  const findingsOf = (text: string) => {
    try {
      return migrateText(text, targets, schemas)
    } catch (error) {
      return error instanceof Error ? error : new Error(String(error))
    }
  }
  // one file that cannot be worked on keeps no other one from its versions
  const ended = (message: string) => {
    if (faulty.length === 0) return out.success(message)
    throw new FluxError('not-migrated', `could not be migrated: ${faulty.join(', ')}`)
  }
  for (const path of files) {
    const absolute = join(cwd, path)
    const {text, encode} = decoded(await fs.read(absolute).catch((error) => failed('read', path, error)))
    const findings = findingsOf(text)
    if (findings instanceof Error) {
      out.failure(`${path}: ${messageOf(findings)}`)
      faulty.push(path)
      continue
    }
    for (const {line, kind, message} of findings.items) {
      const where = `${path}:${line}: ${message}`
      if (kind === 'done') out.generate(where)
      else out.warning(where)
    }
    if (findings.text !== undefined) {
      planned.push({path, bytes: encode(findings.text)})
    }
  }
  if (planned.length === 0) return ended('no custom resources found that require migration')
  if (options.dryRun) return ended('dry-run mode enabled, no changes will be made')
  if (!options.yes) {
    const answer = await context.confirm()
    // the line editor's own errors, which are all that the reference shows
    if (answer !== 'yes') throw new FluxError('aborted', answer === 'end' ? '^D' : '')
  }
  for (const {path, bytes} of planned) {
    await fs.write(join(cwd, path), bytes, {replaces: true}).catch((error) => failed('write', path, error))
    out.success(`file ${path} migrated successfully`)
  }
  ended('custom resources migrated successfully')
}

/** The text of a file, and the way back in which every byte comes back as it was. */
interface Decoded {
  readonly text: string
  encode(text: string): Uint8Array
}

/** UTF-8; UTF-16 where a mark says so, as PowerShell writes and kubectl reads it; anything else is read byte by byte. */
function decoded(bytes: Uint8Array): Decoded {
  try {
    const text = new TextDecoder('utf-8', {fatal: true, ignoreBOM: true}).decode(bytes)
    return {text, encode: (now) => new TextEncoder().encode(now)}
  } catch {
    const mark = bytes.length % 2 === 0 ? bytes[0]! * 256 + bytes[1]! : 0
    if (mark === 0xfffe) return {text: Buffer.from(bytes).toString('utf16le'), encode: (now) => Buffer.from(now, 'utf16le')}
    if (mark === 0xfeff)
      return {text: Buffer.from(bytes).swap16().toString('utf16le'), encode: (now) => Buffer.from(now, 'utf16le').swap16()}
    return {text: Buffer.from(bytes).toString('latin1'), encode: (now) => Buffer.from(now, 'latin1')}
  }
}
