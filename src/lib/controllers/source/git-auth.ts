import {needsPassphrase} from '../../adapters/git/transport/ssh-identity.js'
import {messageOf} from '../../errors/flux-error.js'
import type {GitRepositorySpec} from '../../kinds/types/gitrepository.gen.js'
import type {GitAuth} from '../../ports/git.js'
import {appDataFault, type GitHubApps} from './github-app.js'
import {readProxy, readSecret, type SecretData} from './secrets.js'
import {SourceError} from './source-error.js'
import type {SourceRun} from './source-run.js'

/**
 * Credentials and TLS for a GitRepository, or the failure that its status shows (source-controller 8.2, 8.3, 9.3).
 * @throws SourceError with FetchFailed already set
 */
export async function gitAuth(
  run: SourceRun,
  spec: GitRepositorySpec,
  proxy: string | undefined,
  apps: GitHubApps,
): Promise<GitAuth> {
  const data = spec.secretRef ? await secretData(run, spec.secretRef.name) : {}
  const auth = {...authOptions(run, new ParsedUrl(spec.url), data), ...(proxy ? {proxy} : {})}
  if (auth.identity && !auth.password && needsPassphrase(auth.identity)) {
    const text = `SSH identity key is encrypted but no 'password' field was provided in the secret '${run.namespace}/${spec.secretRef?.name}'`
    throw authFailure(run, text)
  }
  return providerAuth(run, spec, data, auth, apps)
}

/** The proxy of `spec.proxySecretRef`. @throws SourceError with FetchFailed already set */
export async function gitProxy(run: SourceRun, spec: GitRepositorySpec): Promise<string | undefined> {
  if (!spec.proxySecretRef) return undefined
  try {
    return await readProxy(run.context.kube, run.namespace, spec.proxySecretRef.name, run.signal)
  } catch (error) {
    throw authFailure(run, `failed to configure proxy options: ${messageOf(error)}`)
  }
}

async function secretData(run: SourceRun, name: string): Promise<SecretData> {
  try {
    return await readSecret(run.context.kube, run.namespace, name, run.signal)
  } catch (error) {
    const ref = `${run.namespace}/${name}`
    // Doubled as CNCF's controller has it.
    throw authFailure(run, `failed to get secret '${ref}': failed to get secret '${ref}': ${messageOf(error)}`)
  }
}

/** Scheme and userinfo without the browser's rules, which refuse what Go takes (`http://`). */
class ParsedUrl {
  readonly scheme: string
  readonly username: string
  readonly password: string

  constructor(url: string) {
    const [, scheme = '', user] = /^([a-z]+):\/\/(?:([^/?#]*)@)?/i.exec(url) ?? []
    this.scheme = scheme.toLowerCase()
    const [name = '', ...rest] = (user ?? '').split(':')
    this.username = decodeURIComponent(name)
    this.password = decodeURIComponent(rest.join(':'))
  }
}

function authOptions(run: SourceRun, url: ParsedUrl, data: SecretData): GitAuth {
  const invalid = (what: string): SourceError =>
    authFailure(run, `failed to configure authentication options: invalid '${url.scheme}' auth option: ${what}`)
  if (url.scheme === 'ssh') {
    const {identity, known_hosts: knownHosts, password} = data
    if (!identity) throw invalid("'identity' is required")
    if (!knownHosts) throw invalid("'known_hosts' is required")
    return {username: url.username || 'git', identity, knownHosts, password}
  }
  const bearer = data['bearerToken']
  const username = (bearer === undefined ? data['username'] : '') || url.username
  const password = (bearer === undefined ? data['password'] : '') || url.password
  if (!username && password) throw invalid("'password' requires 'username' to be set")
  return {
    username: username || undefined,
    password: password || undefined,
    bearerToken: bearer,
    ca: data['ca.crt'] || data['caFile'],
    clientCert: data['tls.crt'],
    clientKey: data['tls.key'],
  }
}

/** Credentials of `spec.provider`, on top of the Secret's; tokens of Azure and AWS are not fetched here yet. */
async function providerAuth(
  run: SourceRun,
  spec: GitRepositorySpec,
  data: SecretData,
  auth: GitAuth,
  apps: GitHubApps,
): Promise<GitAuth> {
  const provider = spec.provider ?? 'generic'
  const ref = `${run.namespace}/${spec.secretRef?.name}`
  const config = (kind: 'failed' | 'stalling', text: string): SourceError =>
    run.failure('FetchFailed', new SourceError(kind, 'InvalidProviderConfiguration', text))
  if (provider === 'generic') {
    if (!data['githubAppID']) return auth
    throw config('failed', `secretRef '${ref}' has github app data but provider is not set to github`)
  }
  if (provider !== 'github') throw cloudFault(run, spec, provider)
  const needsApp = 'secretRef with github app data must be specified when provider is set to github'
  if (!spec.secretRef) throw config('stalling', needsApp)
  const fault = appDataFault(data, ref)
  if (fault === 'none') throw config('failed', needsApp)
  // Told as it is and without a condition, as CNCF's controller does.
  if (fault) throw new Error(fault)
  try {
    const password = await apps.token(data, {proxy: auth.proxy, ca: auth.ca, signal: run.signal})
    return {...auth, username: 'x-access-token', password, bearerToken: undefined}
  } catch (error) {
    throw authFailure(run, `failed to configure authentication options: ${messageOf(error)}`)
  }
}

function cloudFault(run: SourceRun, spec: GitRepositorySpec, provider: string): SourceError {
  if (!spec.serviceAccountName) {
    return authFailure(run, `failed to configure authentication options: provider '${provider}' is not supported yet`)
  }
  const text =
    'to use spec.serviceAccountName for provider authentication please enable the ObjectLevelWorkloadIdentity feature gate in the controller'
  return run.failure('FetchFailed', new SourceError('stalling', 'FeatureGateDisabled', text))
}

function authFailure(run: SourceRun, message: string): SourceError {
  return run.failure('FetchFailed', new SourceError('failed', 'AuthenticationFailed', message))
}
