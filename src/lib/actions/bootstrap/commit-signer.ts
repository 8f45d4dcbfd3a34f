import {isAbsolute} from 'node:path'
import {FluxError, messageOf} from '../../errors/flux-error.js'
import type {Context} from '../../ports/context.js'
import type {Signer} from '../../ports/keys.js'
import {fileText} from '../create/file-text.js'
import type {SigningFlags} from './check-options.js'

export interface SigningContext extends Pick<Context, 'fs' | 'keys'> {
  readonly cwd: string
}

/** Who signs the commits; undefined: nobody. A key that does not fit ends the command before it looks at anything else. */
export async function commitSigner(ctx: SigningContext, flags: SigningFlags): Promise<Signer | undefined> {
  const {'gpg-key-ring': ring, 'ssh-signing-key-file': file, 'private-key-file': transport} = flags
  if (ring !== '') {
    return told('invalid GPG signing key', async () => {
      const bytes = await ringBytes(ctx, ring)
      return ctx.keys.pgpSigner(bytes, {keyId: flags['gpg-key-id'], passphrase: flags['gpg-passphrase']})
    })
  }
  if (file !== '') {
    const pem = await fileText(ctx, file, 'failed to read SSH signing key file')
    const passphrase = flags['ssh-signing-password'] || flags['ssh-signing-passphrase']
    return told('invalid SSH signing key', () => ctx.keys.sshSigner(pem, passphrase))
  }
  if (!flags['ssh-signing-reuse-private-key']) return undefined
  const pem = await fileText(ctx, transport, 'failed to read transport private key for signing')
  return told('invalid signing key (reused from --private-key-file)', () => ctx.keys.sshSigner(pem, flags.password ?? ''))
}

async function told(words: string, open: () => Promise<Signer>): Promise<Signer> {
  return open().catch((error: unknown) => {
    throw new FluxError('bad-key', `${words}: ${messageOf(error)}`, {cause: error})
  })
}

/** A ring is no text; what cannot be read is told as of any other file. */
async function ringBytes(ctx: SigningContext, path: string): Promise<Uint8Array> {
  await fileText(ctx, path, 'unable to open GPG key ring').catch((error: unknown) => {
    // a folder can be opened, but not read
    throw new FluxError('no-file', messageOf(error).replace(/^unable to open (?=.*: read )/, 'unable to read '), {cause: error})
  })
  return ctx.fs.read(isAbsolute(path) ? path : `${ctx.cwd}/${path}`)
}
