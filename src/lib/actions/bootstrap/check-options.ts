import {FluxError} from '../../errors/flux-error.js'
import {checkRenderOptions, type RenderOptions} from '../install/render-manifests.js'

/** How commits are signed, as the flags say it. */
export interface SigningFlags {
  readonly 'gpg-key-ring': string
  readonly 'gpg-key-id': string
  readonly 'gpg-passphrase': string
  readonly 'ssh-signing-key-file': string
  readonly 'ssh-signing-password': string
  readonly 'ssh-signing-passphrase': string
  readonly 'ssh-signing-reuse-private-key': boolean
  readonly 'private-key-file': string
  /** passphrase of that file */
  readonly password?: string | undefined
}

const REQUIRED = ['source-controller', 'kustomize-controller']

/** What flags may not say, in the order in which flux says it (cli reference 3.1, "Validation order"). */
export function checkBootstrapOptions(manifests: RenderOptions, signing: SigningFlags): void {
  const components = [...manifests.components, ...manifests.componentsExtra]
  const missing = REQUIRED.find((name) => !components.includes(name))
  if (missing) throw new FluxError('usage', `component ${missing} is required`)
  checkRenderOptions(manifests)
  const {'gpg-key-ring': ring, 'ssh-signing-key-file': file, 'ssh-signing-reuse-private-key': reuse} = signing
  if (ring !== '' && (file !== '' || reuse)) {
    throw new FluxError('usage', '--gpg-* and --ssh-signing-* are mutually exclusive; pick one signing format')
  }
  if (file !== '' && reuse) {
    throw new FluxError('usage', '--ssh-signing-key-file and --ssh-signing-reuse-private-key are mutually exclusive')
  }
  if (reuse && signing['private-key-file'] === '') {
    throw new FluxError('usage', '--ssh-signing-reuse-private-key requires --private-key-file')
  }
  const {'ssh-signing-password': password, 'ssh-signing-passphrase': alias} = signing
  if (password !== '' && alias !== '' && password !== alias) {
    throw new FluxError('usage', '--ssh-signing-password and --ssh-signing-passphrase are aliases; do not pass both')
  }
  if ((password || alias) && file === '') throw new FluxError('usage', '--ssh-signing-password requires --ssh-signing-key-file')
}
