import {FluxError} from '../../../lib/errors/flux-error.js'
import {calledKinds} from './called-kinds.js'
import {kindOf, type Steps} from './spoken-line.js'

/** `-n all` and `-n '*'` for `-A`. */
export const namespaceSteps: Steps = (error, {node, defs, line}) => {
  if (!line || !['all', '*'].includes(String(line.flags['namespace']))) return []
  if (!(error instanceof FluxError && ['bad-namespace', 'none-found', 'not-found'].includes(error.code))) return []
  if (Object.hasOwn(defs, 'all-namespaces')) return ['all namespaces: -A, --all-namespaces']
  const all = line.flags['all'] ? ' --all' : ''
  return [`one namespace at a time: flux ${node.path.join(' ')}${all} -n NAMESPACE`]
}

/** `ks/apps`, and `NAMESPACE/NAME`, where a command wants a name alone. */
export const nameSteps: Steps = (error, {node, line}) => {
  const [name] = line?.args ?? []
  if (!line || !name?.includes('/') || line.args.length > 1) return []
  const refused =
    /^invalid resource name /.test(error.message) ||
    (error instanceof FluxError && ['none-found', 'not-found'].includes(error.code))
  const row = kindOf(node)
  if (!row || !refused) return []
  const [first = '', second = ''] = name.split('/')
  const command = `flux ${node.path.join(' ')} ${second}`
  const given = line.given.has('namespace') ? ` -n ${line.flags['namespace']}` : ''
  return calledKinds([first]).rows.includes(row)
    ? [`a name goes without its kind: ${command}${given}`]
    : [`did you mean ${command}${given || ` -n ${first}`}?`]
}

/** Values that a flag does not take. */
export const valueSteps: Steps = ({message}) => {
  if (/unsupported output format '(jsonpath|go-template|custom-columns)/.test(message)) {
    return ['-o json with jq chooses fields; so does kubectl get with -o jsonpath']
  }
  const [, namespace] = /^invalid argument "(.*)" for "-A, --all-namespaces" flag: /.exec(message) ?? []
  return namespace === undefined ? [] : [`-A takes no value: -n ${namespace} is for one namespace`]
}
