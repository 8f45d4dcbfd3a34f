import {sameValue} from '../../../formats/json/same-value.js'
import {isObject, type JsonObject} from '../../../formats/json/value.js'
import {parseQuantity} from '../../../formats/quantity/quantity.js'
import {type Amounts, addAmounts, quantities} from '../admission/pod-amounts.js'
import {inScopes} from '../admission/quota/quota-scopes.js'
import {quantityText, usageOf} from '../admission/quota/quota-usage.js'
import type {ControlEnv, LocalController} from '../hooks.js'
import type {Core} from '../rest/core.js'
import type {InternalClient} from './local-client.js'
import {Worklist} from './worklist.js'

const QUOTAS = '/resourcequotas'
/** What may come to use less without going. */
const CHANGING = new Set(['/pods', '/services', '/persistentvolumeclaims'])

/** Counts anew what each ResourceQuota limits, when it changes or something it counts goes. */
export function startQuotaController(core: Core, client: InternalClient, env: ControlEnv): LocalController {
  const list = new Worklist(env, 'quota-controller', (key) => recount(core, client, key))
  const stop = core.store.subscribe((collection, {key, old, now}) => {
    if (collection === QUOTAS) {
      if (now && !sameValue(now.spec, old?.spec)) list.add(key)
      return
    }
    const quotas = core.store.collection(QUOTAS)
    const namespace = (now ?? old)?.metadata.namespace
    if (quotas.size === 0 || namespace === undefined) return
    if (!now || CHANGING.has(collection)) for (const quota of quotas.sortedKeys(namespace)) list.add(quota)
  })
  for (const key of core.store.collection(QUOTAS).sortedKeys()) list.add(key)
  return {
    close() {
      stop()
      list.close()
    },
  }
}

function recount(core: Core, client: InternalClient, key: string): void {
  const [namespace = '', name = ''] = key.split('/')
  const quota = client.get('v1', 'ResourceQuota', namespace, name)
  if (!quota) return
  const spec = isObject(quota.spec) ? quota.spec : {}
  const hard = quantities(spec.hard)
  const used: Amounts = new Map()
  for (const id of core.store.ids()) {
    const collection = core.store.collection(id)
    for (const item of collection.sortedKeys(namespace)) {
      const object = collection.get(item)!
      const usage = [...usageOf(id, object)].filter(([resource]) => hard.has(resource))
      if (usage.length > 0 && inScopes(quota, id, object)) addAmounts(used, new Map(usage))
    }
  }
  const zero = parseQuantity('0')
  const names = [...hard.keys()]
  const status: JsonObject = {
    hard: spec.hard,
    used: Object.fromEntries(names.map((resource) => [resource, quantityText(used.get(resource) ?? zero)])),
  }
  if (!sameValue(status, quota.status)) client.updateNow({...quota, status}, {subresource: 'status'})
}
