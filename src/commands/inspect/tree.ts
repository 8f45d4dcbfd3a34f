import type {Interfaces} from '@oclif/core'
import {BaseCommand, type Session} from '../base.js'
import {boolFlag, textFlag} from '../flags/flag-types.js'
import {requireName} from '../line/require-name.js'

const OUTPUT = {output: textFlag({char: 'o', default: '', summary: 'form of the tree: json, yaml, name, wide or text'})}

export class TreeKustomization extends BaseCommand {
  static override summary = 'Show the objects that a Kustomization applied, and what those made'
  static override usage = 'tree kustomization NAME [flags]'
  static override examples = ['flux tree kustomization flux-system', 'flux tree kustomization flux-system --compact -o yaml']
  static override aliases = ['tree:ks']
  static override flags = {...OUTPUT, compact: boolFlag({summary: 'show only objects of Flux'})}

  async execute(session: Session<Interfaces.InferredFlags<typeof TreeKustomization.flags>>): Promise<void> {
    const {flags, args, host} = session
    const [name] = args
    requireName(name !== undefined, 'kustomization')
    const namespace = await session.namespace()
    const {ctx} = await session.cluster()
    const {kustomizationTree} = await import('../../lib/actions/inspect/tree.js')
    const {renderTree} = await import('../../lib/output/tree.js')
    const tree = await kustomizationTree(ctx, {name: name!, namespace, compact: flags.compact})
    await host.out.data(await renderTree(tree, flags.output))
  }
}

export class TreeArtifactGenerator extends BaseCommand {
  static override summary = 'Show the artifacts of an ArtifactGenerator'
  static override usage = 'tree artifact generator NAME [flags]'
  static override arity = 1
  static override examples = ['flux tree artifact generator webapp']
  static override flags = OUTPUT

  async execute(session: Session<Interfaces.InferredFlags<typeof OUTPUT>>): Promise<void> {
    const {flags, args, host} = session
    const name = args[0]!
    const namespace = await session.namespace()
    const {ctx} = await session.cluster()
    const {generatorTree} = await import('../../lib/actions/inspect/tree.js')
    const {renderTree} = await import('../../lib/output/tree.js')
    await host.out.data(await renderTree(await generatorTree(ctx, name, namespace), flags.output))
  }
}
