import {delimiter, join} from 'node:path'
import {rootCertificates} from 'node:tls'
import {readableCertificates} from '../../adapters/kube/https/readable-certificates.js'
import type {DiskFs} from '../../ports/files.js'

type Environment = Readonly<Record<string, string | undefined>>
type Files = Pick<DiskFs, 'read' | 'list'>

/**
 * What Go trusts of servers that have no authority of their own, when SSL_CERT_FILE or SSL_CERT_DIR is set: the certificates that
 * they name, and where only one is set the system's as well (Node's stand for those). Undefined when neither names any that can be read.
 */
export async function environmentRoots(env: Environment, files: Files): Promise<string | undefined> {
  const {SSL_CERT_FILE: file, SSL_CERT_DIR: folders} = env
  const paths = file ? [file] : []
  for (const folder of folders?.split(delimiter).filter(Boolean) ?? []) paths.push(...(await filesOf(folder, files)))
  const texts = await Promise.all(paths.map((path) => textOf(path, files)))
  const own = texts.filter((text) => text.includes('-----BEGIN CERTIFICATE-----'))
  if (own.length === 0) return undefined
  return [...own.map(readableCertificates), ...(file && folders ? [] : rootCertificates)].join('\n')
}

async function filesOf(folder: string, files: Files): Promise<string[]> {
  const entries = await files.list(folder).catch(() => [])
  return entries.map(({name}) => join(folder, name))
}

/** Go says nothing of what it cannot read. */
async function textOf(path: string, files: Files): Promise<string> {
  const bytes = await files.read(path).catch(() => new Uint8Array())
  return Buffer.from(bytes).toString('latin1')
}
