import {messageOf} from '../../errors/flux-error.js'
import type {GitRepositorySpec} from '../../kinds/types/gitrepository.gen.js'
import type {GitCommit} from '../../ports/git.js'
import {verificationMode} from './git-content.js'
import {verifyPgp} from './pgp-signature.js'
import {readSecret} from './secrets.js'
import {SourceError} from './source-error.js'
import type {SourceRun} from './source-run.js'
import {verifySsh} from './ssh-signature.js'

interface Keys {
  readonly pgp: readonly string[]
  readonly ssh: readonly string[]
}

interface Signed {
  readonly signature?: string | undefined
  readonly payload?: Uint8Array | undefined
}

/**
 * Checks the signatures that `spec.verify` asks for and sets SourceVerified (source-controller 9.5).
 * @throws SourceError with SourceVerified already set to False
 */
export async function verifyGit(run: SourceRun, spec: GitRepositorySpec, commit: GitCommit): Promise<void> {
  const {verify} = spec
  if (!verify) {
    delete run.draft.status.sourceVerificationMode
    run.unmark('SourceVerified')
    return
  }
  const keys = await readKeys(run, verify.secretRef.name)
  const mode = verificationMode(verify)
  const lines: string[] = []
  if (mode === 'Tag' || mode === 'TagAndHEAD') lines.push(await verifyTag(run, commit.tag, keys))
  if (mode === 'HEAD' || mode === 'TagAndHEAD') lines.push(await verifyCommit(run, commit, keys))
  run.draft.status.sourceVerificationMode = mode
  const message = `verified signature of${lines.map((line) => `\n\t- ${line}`).join('')}`
  run.mark('SourceVerified', 'True', 'Succeeded', message)
  run.trace('Succeeded', message)
}

async function verifyTag(run: SourceRun, tag: GitCommit['tag'], keys: Keys): Promise<string> {
  if (!tag) {
    const text = "cannot verify tag object's signature if a tag reference is not specified"
    throw refuse(run, new SourceError('stalling', 'InvalidVerificationMode', text))
  }
  const title = tag.sha === '' ? tag.name : `${tag.name}@${tag.sha}`
  if (!tag.signature) {
    throw refuse(
      run,
      new SourceError('failed', 'InvalidGitObject', `cannot verify signature of tag '${title}' since it is not signed`),
    )
  }
  try {
    return `tag '${title}' with key '${await signer(run, tag, 'tag', keys)}'`
  } catch (error) {
    const text = `signature verification of tag '${title}' failed: ${messageOf(error)}`
    throw refuse(run, new SourceError('failed', 'InvalidTagSignature', text))
  }
}

async function verifyCommit(run: SourceRun, commit: GitCommit, keys: Keys): Promise<string> {
  try {
    return `commit '${commit.sha}' with key '${await signer(run, commit, 'commit', keys)}'`
  } catch (error) {
    const text = `signature verification of commit '${commit.sha}' failed: ${messageOf(error)}`
    throw refuse(run, new SourceError('failed', 'InvalidCommitSignature', text))
  }
}

/** Id of the key that signed; the signature itself says which kind of key is needed. */
async function signer(run: SourceRun, signed: Signed, what: 'tag' | 'commit', keys: Keys): Promise<string> {
  const signature = (signed.signature ?? '').trim()
  const payload = signed.payload ?? new Uint8Array()
  if (signature.startsWith('-----BEGIN PGP SIGNATURE-----')) {
    if (keys.pgp.length === 0) {
      throw new Error('PGP signature detected but no PGP public keys found in secret (keys with .asc suffix)')
    }
    const now = new Date(run.context.clock.now())
    return run.context.tasks
      .run('verify signature', () => verifyPgp(signature, payload, keys.pgp, now))
      .catch((error: unknown) => {
        throw new Error(`unable to verify Git ${what}: ${messageOf(error)}`, {cause: error})
      })
  }
  if (signature.startsWith('-----BEGIN SSH SIGNATURE-----')) {
    if (keys.ssh.length === 0) {
      throw new Error('SSH signature detected but no SSH public keys found in secret (keys with .sshpub suffix)')
    }
    try {
      return verifySsh(signature, payload, keys.ssh)
    } catch (error) {
      throw new Error(`unable to verify Git ${what} SSH signature: ${messageOf(error)}`, {cause: error})
    }
  }
  const x509 = signature.startsWith('-----BEGIN SIGNED MESSAGE-----')
  throw new Error(`unsupported signature type: ${signature === '' ? 'empty' : x509 ? 'x509' : 'unknown'}`)
}

async function readKeys(run: SourceRun, name: string): Promise<Keys> {
  try {
    const data = await readSecret(run.context.kube, run.namespace, name, run.signal)
    const entries = Object.entries(data)
    return {
      ssh: entries.filter(([key]) => key.endsWith('.sshpub')).map(([, value]) => value),
      pgp: entries.filter(([key]) => !key.endsWith('.sshpub')).map(([, value]) => value),
    }
  } catch (error) {
    throw refuse(run, new SourceError('failed', 'VerificationError', `public keys secret error: ${messageOf(error)}`))
  }
}

function refuse(run: SourceRun, error: SourceError): SourceError {
  run.mark('SourceVerified', 'False', error.reason, error.message)
  return error
}
