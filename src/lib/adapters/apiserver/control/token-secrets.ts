import {isObject, type JsonObject} from '../../../formats/json/value.js'
import type {KubeObject} from '../../../ports/kube.js'
import type {ControlEnv, LocalController} from '../hooks.js'
import type {Core} from '../rest/core.js'
import {keyOf} from '../store/store.js'
import type {InternalClient} from './local-client.js'
import {Worklist} from './worklist.js'

const TYPE = 'kubernetes.io/service-account-token'
const ACCOUNT = 'kubernetes.io/service-account.name'
const ACCOUNT_UID = 'kubernetes.io/service-account.uid'

/** What a token Secret is filled with. */
export interface TokenSecretParts {
  /** PEM of the server's authority */
  readonly ca: string
  token(account: KubeObject, secret: KubeObject): string
}

/** Fills Secrets of type kubernetes.io/service-account-token, and removes those whose ServiceAccount is not there, as the tokens controller does. */
export function startTokenSecrets(core: Core, client: InternalClient, env: ControlEnv, parts: TokenSecretParts): LocalController {
  const secrets = core.store.collection('/secrets')
  // by the account they name, so that the end of an account is no look at all Secrets
  const named = new Map<string, Set<string>>()
  const note = (old: KubeObject | undefined, now: KubeObject | undefined): void => {
    const [before, after] = [accountKey(old), accountKey(now)]
    const key = keyOf((now ?? old)?.metadata.namespace, (now ?? old)?.metadata.name ?? '')
    if (before !== undefined && before !== after) drop(named, before, key)
    if (after === undefined) return
    if (!named.has(after)) named.set(after, new Set())
    named.get(after)!.add(key)
    list.add(key)
  }
  const list = new Worklist(env, 'tokens-controller', (key) => {
    const secret = secrets.get(key)
    if (secret) settle(client, secret, parts)
  })
  const stop = core.store.subscribe((collection, {old, now}) => {
    if (collection === '/secrets') note(old, now)
    else if (collection === '/serviceaccounts') {
      const {namespace, name = ''} = (now ?? old)!.metadata
      for (const key of named.get(keyOf(namespace, name)) ?? []) list.add(key)
    }
  })
  for (const secret of secrets.values()) note(undefined, secret)
  return {
    close() {
      stop()
      list.close()
    },
  }
}

function drop(named: Map<string, Set<string>>, account: string, key: string): void {
  const keys = named.get(account)
  keys?.delete(key)
  if (keys?.size === 0) named.delete(account)
}

function accountKey(secret: KubeObject | undefined): string | undefined {
  if (secret?.type !== TYPE) return undefined
  return keyOf(secret.metadata.namespace, secret.metadata.annotations?.[ACCOUNT] ?? '')
}

function settle(client: InternalClient, secret: KubeObject, {ca, token}: TokenSecretParts): void {
  const {namespace = '', name = '', uid, resourceVersion, annotations, deletionTimestamp} = secret.metadata
  if (deletionTimestamp !== undefined || secret.type !== TYPE) return
  const account = client.get('v1', 'ServiceAccount', namespace, annotations?.[ACCOUNT] ?? '')
  const given = annotations?.[ACCOUNT_UID]
  if (!account || (given && given !== account.metadata.uid)) {
    client.deleteNow({apiVersion: 'v1', kind: 'Secret', namespace, name}, {uid, resourceVersion})
    return
  }
  if (account.metadata.deletionTimestamp !== undefined) return
  const data: JsonObject = isObject(secret.data) ? secret.data : {}
  const wanted = {
    ...data,
    'ca.crt': base64(ca),
    namespace: data.namespace || base64(namespace),
    token: data.token || base64(token(account, secret)),
  }
  if (given && data['ca.crt'] === wanted['ca.crt'] && data.namespace && data.token) return
  const metadata = {...secret.metadata, annotations: {...annotations, [ACCOUNT_UID]: account.metadata.uid ?? ''}}
  client.updateNow({...secret, metadata, data: wanted})
}

const base64 = (text: string) => Buffer.from(text).toString('base64')
