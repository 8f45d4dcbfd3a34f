import {calledKinds} from './called-kinds.js'
import {isBuiltin} from './foreign-kinds.js'
import {kindOf, type Steps} from './spoken-line.js'
import {placeOf} from './typed-words.js'

/** Objects that commands which look into them are told in another way. */
export const inspectSteps: Steps = ({message}, {node, root, rest: typed, line}) => {
  const args = line?.args ?? []
  const [verb = ''] = node.path
  const meant = (words: readonly string[]) => {
    const {rows, rest} = calledKinds(words)
    return rows.length === 1 ? {kind: rows[0]!.kind, name: rest[0]} : undefined
  }
  if (verb === 'logs' && message === 'no argument required') {
    const {kind = 'KIND', name = 'NAME'} = meant(args) ?? {}
    return [`choose lines with --kind ${kind} --name ${name}`]
  }
  if (verb === 'events' && / is not a recognized Flux kind$/.test(message)) {
    const {kind, name} = meant([String(line?.flags['for'] ?? '')]) ?? {}
    return [
      kind
        ? `did you mean --for ${kind}${name ? `/${name}` : ''}?`
        : 'name a kind of Flux, or an object: --for Kustomization/apps',
    ]
  }
  if (verb === 'trace') return traceSteps(message, args, placeOf(typed))
  if (verb === 'trigger' && /^accepts 1 arg/.test(message)) return ['see the names: flux get receivers']
  const debugged = verb === 'debug' && /^accepts 1 arg\(s\), received 0$/.test(message) ? kindOf(node) : undefined
  return debugged && root ? [`see the names: flux get ${debugged.listWords.join(' ')}`] : []
}

function traceSteps(message: string, args: readonly string[], place: readonly string[]): string[] {
  if (/^object (apiVersion|kind) is required/.test(message)) {
    return ['name the kind in front of the object: flux trace KIND NAME, or give both --kind and --api-version']
  }
  if (/^object name is required$|^either `<resource>|no name was specified$/.test(message)) {
    return ['name the object: flux trace deployment NAME -n NAMESPACE']
  }
  if (!/^the server doesn't have a resource type /.test(message)) return []
  const [first = '', second] = args
  const {rows, rest} = calledKinds(args)
  if (rows.length === 1) return [`did you mean flux trace ${[rows[0]!.kind.toLowerCase(), ...rest, ...place].join(' ')}?`]
  if (second !== undefined && (isBuiltin(second) || calledKinds([second]).rows.length === 1)) {
    return [`the kind comes first: flux trace ${[second, first, ...place].join(' ')}`]
  }
  if (second === undefined && !first.includes('/')) return [`name the kind in front of the object: flux trace KIND ${first}`]
  return ['see which kinds there are: kubectl api-resources']
}

/** Objects to create. */
export const createSteps: Steps = ({message}, {node}) => {
  if (node.path[0] !== 'create') return []
  const command = `flux ${node.path.join(' ')}`
  if (message === 'name is required') return [`name the new object: ${command} NAME`]
  const [, typed = ''] = /source kind '(.*)' is not supported, must be one of: /.exec(message) ?? []
  const kinds = (message.split('must be one of: ')[1] ?? '').split(', ')
  const near =
    typed === ''
      ? []
      : calledKinds([typed])
          .rows.map(({kind}) => kind)
          .filter((kind) => kinds.includes(kind))
  if (near.length > 0) return [`did you mean ${near.map((kind) => `--source ${kind}/NAME`).join(' or ')}?`]
  const [, name] = /invalid helm chart source '(.*)', must be in format <kind>\/<name>$/.exec(message) ?? []
  return name ? [`name its kind, too: --source HelmRepository/${name}`] : []
}

/** Said of words that `flux events` passes over: somebody means one object. */
export function passedOver(args: readonly string[]): string {
  const {rows, rest} = calledKinds(args)
  const named = rows.length === 1 ? `${rows[0]!.kind}${rest[0] ? `/${rest[0]}` : ''}` : 'KIND/NAME'
  return `words are passed over: --for ${named} shows the events of one object`
}
