import type {Interfaces} from '@oclif/core'
import type {Reference} from '../../lib/actions/create/references.js'
import {parsedFlag} from '../flags/flag-types.js'

const references = () => import('../../lib/actions/create/references.js')

const MANIFEST_KINDS = ['OCIRepository', 'GitRepository', 'Bucket']
const CHART_KINDS = ['HelmRepository', 'GitRepository', 'Bucket']

async function known(kinds: readonly string[], kind: string): Promise<string> {
  const word = (await references()).sameWord(kinds, kind)
  if (!word) throw new Error(`source kind '${kind}' is not supported, must be one of: ${kinds.join(', ')}`)
  return word
}

/** `[<kind>/]<name>[.<namespace>]` of a Kustomization; a name alone is a GitRepository. */
export function manifestSourceFlag(summary: string): Interfaces.OptionFlag<Reference | undefined> {
  const form = `source that contains the Kubernetes manifests in the format '[<kind>/]<name>.<namespace>', where kind must be one of: (${MANIFEST_KINDS.join(', ')}), if kind is not specified it defaults to GitRepository`
  return parsedFlag({summary}, async (text) => {
    if (text.trim() === '') throw new Error(`no Kustomization source given, please specify ${form}`)
    const {kind, name, namespace} = (await references()).kindNameNamespace(text)
    if (name === '') throw new Error(`no name given for source of kind '${kind}'`)
    if (kind === '' && MANIFEST_KINDS.includes(name)) throw new Error(`no kind specified for source '${name}'`)
    return {kind: await known(MANIFEST_KINDS, kind || 'GitRepository'), name, namespace}
  })
}

/** `<kind>/<name>` of a chart; with `namespaced` what follows the last dot is the namespace, else it stays in the name. */
export function chartSourceFlag(
  summary: string,
  {namespaced}: {namespaced: boolean},
): Interfaces.OptionFlag<Reference | undefined> {
  const form = namespaced ? '<kind>/<name>.<namespace>' : '<kind>/<name>'
  return parsedFlag({summary}, async (text) => {
    if (text.trim() === '') {
      const kinds = CHART_KINDS.join(', ')
      const wanted = `source that contains the chart in the format '${form}', where kind must be one of: (${kinds})`
      throw new Error(`no helm chart source given, please specify ${wanted}`)
    }
    const {kindName, kindNameNamespace} = await references()
    const {kind, name, namespace} = namespaced ? kindNameNamespace(text) : {...kindName(text), namespace: ''}
    if (kind === '' || name === '') throw new Error(`invalid helm chart source '${text}', must be in format <kind>/<name>`)
    return {kind: await known(CHART_KINDS, kind), name, namespace}
  })
}
