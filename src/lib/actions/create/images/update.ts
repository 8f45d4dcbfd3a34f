import {FluxError} from '../../../errors/flux-error.js'
import type {JsonObject} from '../../../formats/json/value.js'
import type {CreateContext, CreateOptions} from '../context.js'
import {newObject} from '../create-object.js'
import {intervalText, omitEmpty} from '../spec-parts.js'
import {createImageObject} from './create-image-object.js'

export interface ImageUpdateOptions extends CreateOptions {
  readonly 'git-repo-ref'?: string | undefined
  readonly 'git-repo-namespace'?: string | undefined
  readonly 'git-repo-path'?: string | undefined
  readonly 'checkout-branch'?: string | undefined
  readonly 'push-branch'?: string | undefined
  readonly 'commit-template'?: string | undefined
  readonly 'author-name'?: string | undefined
  readonly 'author-email'?: string | undefined
  readonly 'signing-key-secret'?: string | undefined
  readonly 'signing-key-type'?: string | undefined
}

/** `flux create image update` (cli reference 5.9). */
export async function createImageUpdate(ctx: CreateContext, options: ImageUpdateOptions): Promise<void> {
  const needed = (flag: 'git-repo-ref' | 'checkout-branch' | 'author-name' | 'author-email', what: string) => {
    const value = options[flag]
    if (!value) throw new FluxError('usage', `${what} is required (--${flag})`)
    return value
  }
  const name = needed('git-repo-ref', 'a reference to a GitRepository')
  const branch = needed('checkout-branch', 'the Git repository branch')
  const author = {name: needed('author-name', 'the author name'), email: needed('author-email', 'the author email')}
  const signingKey = signing(options)
  const {'push-branch': push, 'git-repo-path': path} = options
  const object = newObject('ImageUpdateAutomation', options, () => ({
    ...omitEmpty({update: path ? {path, strategy: 'Setters'} : undefined}),
    git: {
      checkout: {ref: {branch}},
      commit: {author, ...omitEmpty({messageTemplate: options['commit-template'], signingKey})},
      ...omitEmpty({push: push ? {branch: push} : undefined}),
    },
    interval: intervalText(options),
    sourceRef: {kind: 'GitRepository', name, ...omitEmpty({namespace: options['git-repo-namespace']})},
  }))
  await createImageObject(ctx, options, object)
}

function signing(options: ImageUpdateOptions): JsonObject | undefined {
  const {'signing-key-secret': secret, 'signing-key-type': type} = options
  if (type && !secret) throw new FluxError('usage', '--signing-key-type requires --signing-key-secret')
  if (type && type !== 'gpg' && type !== 'ssh') throw new FluxError('usage', '--signing-key-type must be one of: gpg, ssh')
  return secret ? {secretRef: {name: secret}, ...omitEmpty({type})} : undefined
}
