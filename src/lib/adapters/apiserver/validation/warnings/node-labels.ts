import type {Go} from '../../../../schema/builtin/go.gen.js'
import {labelValue} from '../../../../schema/names.js'

const deadLabels: Readonly<Record<string, string>> = {
  'beta.kubernetes.io/arch': 'deprecated since v1.14; use "kubernetes.io/arch" instead',
  'beta.kubernetes.io/os': 'deprecated since v1.14; use "kubernetes.io/os" instead',
  'failure-domain.beta.kubernetes.io/region': 'deprecated since v1.17; use "topology.kubernetes.io/region" instead',
  'failure-domain.beta.kubernetes.io/zone': 'deprecated since v1.17; use "topology.kubernetes.io/zone" instead',
  'beta.kubernetes.io/instance-type': 'deprecated since v1.17; use "node.kubernetes.io/instance-type" instead',
}

/** What is said of a label of nodes that is no more. */
export function deadLabel(key: string): string | undefined {
  return Object.hasOwn(deadLabels, key) ? deadLabels[key] : undefined
}

/** What is odd about a term that selects nodes; values of a mere preference are not validated. */
export function nodeTerm({matchExpressions}: Go['NodeSelectorTerm'], path: string, preferred: boolean): string[] {
  return (matchExpressions ?? []).flatMap(({key, values}, at) => {
    const field = `${path}.matchExpressions[${at}]`
    const text = deadLabel(key)
    const odd = (values ?? []).flatMap((value, index) =>
      preferred ? labelValue(value).map((fault) => `${field}.values[${index}]: ${value} is invalid, ${fault}`) : [],
    )
    return [...(text ? [`${field}.key: ${key} is ${text}`] : []), ...odd]
  })
}
