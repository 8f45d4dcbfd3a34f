import {FluxError, messageOf} from '../../../../errors/flux-error.js'
import {parseJson} from '../../../../formats/json/parse.js'
import {isObject, type JsonObject, type JsonValue} from '../../../../formats/json/value.js'
import {goUrlIn} from '../../../../formats/url/go-url.js'
import {proxyWithLogin} from '../../../../formats/url/proxy-address.js'
import type {ChartAccess} from '../../../../ports/charts.js'
import type {KubeObject} from '../../../../ports/kube.js'
import type {KnownObjects} from '../repository/known-objects.js'

const DOCKER = 'kubernetes.io/dockerconfigjson'
const DOCKER_KEY = '.dockerconfigjson'

/**
 * How a source's repository is entered: logins and certificates of the Secrets that it names (source-controller reference 8.1).
 * @throws FluxError `no-secret`, `bad-secret`
 */
export async function repositoryAccess(source: KubeObject, namespace: string, objects: KnownObjects): Promise<ChartAccess> {
  const spec = source.spec as JsonObject
  const secrets = new Secrets(namespace, objects)
  const login = await secrets.named(spec.secretRef)
  const certificates = await secrets.named(spec.certSecretRef)
  const proxy = await secrets.named(spec.proxySecretRef)
  const tls = certificates ? tlsOf(certificates, true) : login && !isOci(source) ? tlsOf(login, false) : undefined
  return {
    ...(isOci(source) ? registryLogin(source, login, await pullSecrets(spec, secrets)) : login && basicLogin(login)),
    ...(tls && {tls}),
    ...(proxy && {proxy: proxyOf(proxy)}),
    passCredentials: spec.passCredentials === true,
    insecure: spec.insecure === true && (source.kind === 'OCIRepository' ? 'either' : true),
  }
}

const isOci = ({kind, spec}: KubeObject) => kind === 'OCIRepository' || (spec as JsonObject).type === 'oci'

interface SecretTexts {
  /** `namespace/name` */
  readonly subject: string
  readonly name: string
  readonly type: string
  readonly data: Readonly<Record<string, string>>
}

class Secrets {
  constructor(
    private readonly namespace: string,
    private readonly objects: KnownObjects,
  ) {}

  async named(reference: JsonValue | undefined): Promise<SecretTexts | undefined> {
    const name = isObject(reference) ? reference.name : undefined
    if (typeof name !== 'string') return undefined
    const subject = `${this.namespace}/${name}`
    const found = await this.objects.findSource('Secret', name, this.namespace)
    if (found === undefined) {
      throw new FluxError('no-secret', `failed to get authentication secret '${subject}': not found`, {
        hints: ['give the file with the Secret with --values-from'],
      })
    }
    if (found.sops) {
      throw new FluxError('encrypted', `failed to get authentication secret '${subject}': it is encrypted with SOPS`, {
        hints: ['give the decrypted file with --values-from: sops -d FILE'],
      })
    }
    return {subject, name, type: String(found.type ?? 'Opaque'), data: textsOf(found)}
  }

  /** Of a ServiceAccount, those that are there: what is missing is no fault, as for a kubelet. */
  async ofAccount(name: string): Promise<SecretTexts[]> {
    const account = await this.objects.findSource('ServiceAccount', name, this.namespace)
    const references = Array.isArray(account?.imagePullSecrets) ? account.imagePullSecrets : []
    const found = await Promise.all(references.map((reference) => this.named(reference)))
    return found.filter((secret) => secret !== undefined)
  }
}

async function pullSecrets({serviceAccountName}: JsonObject, secrets: Secrets): Promise<SecretTexts[]> {
  return typeof serviceAccountName === 'string' && serviceAccountName !== '' ? secrets.ofAccount(serviceAccountName) : []
}

function textsOf(secret: KubeObject): Record<string, string> {
  const {data, stringData} = secret as unknown as {data?: Record<string, string>; stringData?: Record<string, string>}
  const decoded = Object.entries(data ?? {}).map(([key, text]) => [key, Buffer.from(String(text), 'base64').toString()])
  return {...(Object.fromEntries(decoded) as Record<string, string>), ...stringData}
}

/** A registry's login: of a docker config, or a name and a password. */
function registryLogin(source: KubeObject, login: SecretTexts | undefined, pull: readonly SecretTexts[]): ChartAccess {
  if (source.kind === 'HelmRepository') {
    if (login === undefined) return {}
    if (login.type !== DOCKER) return basicLogin(login)
    const config = dockerConfig(login)
    const host = /^oci:\/\/([^/]+)/.exec(String((source.spec as JsonObject).url))?.[1] ?? ''
    if (isObject(config.auths) && Object.hasOwn(config.auths, host)) return {dockerConfig: config}
    throw bad(login, `no auth config for '${host}' in the docker-registry Secret '${login.name}'`)
  }
  // Secrets of other types are passed over, as by a kubelet
  const configs = [...(login ? [login] : []), ...pull].filter(({type}) => type === DOCKER).map(dockerConfig)
  if (configs.length === 0) return {}
  // the first one that knows a registry counts
  const auths = Object.assign({}, ...configs.reverse().map((config) => (isObject(config.auths) ? config.auths : {})))
  return {dockerConfig: {auths}}
}

function dockerConfig(secret: SecretTexts): JsonObject {
  const text = secret.data[DOCKER_KEY]
  if (text === undefined) throw bad(secret, `it has no key '${DOCKER_KEY}', as a Secret of the type ${DOCKER} has`)
  try {
    const config = parseJson(text)
    if (isObject(config)) return config
  } catch (error) {
    throw bad(secret, `its key '${DOCKER_KEY}' is no JSON`, messageOf(error))
  }
  throw bad(secret, `its key '${DOCKER_KEY}' is no object`)
}

/** Both or neither. */
function basicLogin(secret: SecretTexts): ChartAccess {
  const {username = '', password = ''} = secret.data
  if ((username === '') === (password === '')) return username === '' ? {} : {username, password}
  throw bad(secret, `it has no '${username === '' ? 'username' : 'password'}'`)
}

/** Keys of old are read where the new ones are not there. */
function tlsOf(secret: SecretTexts, isMust: boolean): ChartAccess['tls'] {
  const {data} = secret
  const [ca, cert, key] = [data['ca.crt'] ?? data.caFile, data['tls.crt'] ?? data.certFile, data['tls.key'] ?? data.keyFile]
  const hasPair = cert !== undefined && key !== undefined
  if (hasPair || (ca !== undefined && cert === undefined && key === undefined)) {
    return {...(ca !== undefined && {ca}), ...(hasPair && {cert, key})}
  }
  if (!isMust) return undefined
  throw new FluxError('bad-secret', `secret '${secret.subject}' must contain either 'ca.crt' or both 'tls.crt' and 'tls.key'`)
}

/** A name of its own replaces what the address has for one. */
function proxyOf(secret: SecretTexts): string {
  const {address, username, password = ''} = secret.data
  const isKnown = address !== undefined && /^(?:https?|socks5):\/\//.test(address) && goUrlIn(address)
  if (!isKnown) throw new FluxError('bad-secret', `secret '${secret.subject}': its key 'address' is no address of a proxy`)
  return username === undefined ? address : proxyWithLogin(address, username, password)
}

function bad({subject}: SecretTexts, reason: string, cause?: unknown): FluxError {
  return new FluxError('bad-secret', `failed to configure authentication options: secret '${subject}': ${reason}`, {cause})
}
