import {verifyChart} from '../../../engines/helm/index.js'
import {FluxError} from '../../../errors/flux-error.js'
import type {DiskFs} from '../../../ports/files.js'

/**
 * Checks an archive on the disk against the `.prov` file beside it.
 * @param path absolute
 * @param keyring absolute path of a file with public keys
 * @throws FluxError in Helm's words
 */
export async function checkArchive(fs: DiskFs, path: string, keyring: string, now: Date): Promise<void> {
  const keys = await read(fs, keyring, (reason) => `failed to load keyring: open ${keyring}: ${reason}`)
  if ((await fs.stat(path))?.type === 'directory') throw new FluxError('unverified', 'unpacked charts cannot be verified')
  const prov = `${path}.prov`
  const provenance = await read(fs, prov, (reason) => `could not load provenance file ${prov}: stat ${prov}: ${reason}`)
  const name = path.slice(path.lastIndexOf('/') + 1)
  const archive = await fs.read(path)
  await verifyChart({archive, name, provenance: Buffer.from(provenance).toString('utf8'), keyring: keys, now})
}

async function read(fs: DiskFs, path: string, words: (reason: string) => string): Promise<Uint8Array> {
  if ((await fs.stat(path)) === undefined) throw new FluxError('unverified', words('no such file or directory'))
  return fs.read(path)
}
