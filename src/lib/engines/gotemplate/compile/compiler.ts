import type {GoMethod} from '../go/types.js'
import {Boxed, type GoValue} from '../go/value.js'
import type {
  ChainNode,
  CommandNode,
  FieldNode,
  IdentifierNode,
  Located,
  OperandNode,
  PipeNode,
  SharedPipe,
  VariableNode,
} from '../parse/node.js'
import {nodeText} from '../parse/node.js'
import {callOf, shortCircuit} from './builtin-calls.js'
import {type Call, compileCall, type Eval, MISSING, type Stage} from './calls.js'
import {getField, HOLDER} from './fields.js'
import {compileMember} from './members.js'
import {compileArgument, compileChained, idealConstant, Overflow} from './operands.js'
import {Scope} from './scope.js'
import type {Signatures} from './signature.js'

/** Compiles the expressions of one template into closures. */
export class Compiler {
  readonly scope = new Scope()

  constructor(
    private readonly functions: ReadonlyMap<string, GoMethod>,
    private readonly builtins: ReadonlyMap<string, GoMethod>,
    readonly signatures: Signatures,
  ) {}

  /** A pipeline: its value, digged out of the interface that holds it; its variables are set. */
  pipe(node: PipeNode): Eval {
    const value = this.shared(node, commandsOf)
    if (node.variables.length === 0) return value
    const {assign} = node
    const slots = node.variables.map(({name}) => (assign ? this.scope.slotOf(name) : this.scope.declare(name)))
    const unknown = node.variables[slots.indexOf(undefined)]
    if (unknown) return undeclared(value, unknown.name)
    return (frame) => {
      const result = value(frame)
      for (let index = 0; index < slots.length; index++) {
        const slot = slots[index]!
        frame.variables[slot] = result
        frame.heldVariables[slot] = false
      }
      return result
    }
  }

  /** The command of a pipeline that is nothing but that, without variables; undefined for any other. */
  only(node: PipeNode): Stage | undefined {
    if (node.commands.length !== 1 || node.variables.length > 0) return undefined
    return this.#command(node.commands[0]!, false)
  }

  /** What the pipeline of an action that stands elsewhere, too, was compiled to for the same variables; made if it was not. */
  shared<T>(pipe: PipeNode, compile: (compiler: Compiler, pipe: PipeNode) => T): T {
    const {shared} = pipe
    if (shared === undefined) return compile(this, pipe)
    if (shared.code !== undefined && this.#hasSlots(shared)) return shared.code as T
    const code = compile(this, pipe)
    shared.slots = shared.uses.map((name) => this.scope.slotOf(name))
    shared.code = code
    return code
  }

  #hasSlots({uses, slots}: SharedPipe): boolean {
    for (let index = 0; index < uses.length; index++) {
      if (this.scope.slotOf(uses[index]!) !== slots![index]) return false
    }
    return true
  }

  /** The value of a pipeline without regard to its variables. */
  commands(node: PipeNode): Eval {
    const first = this.#command(node.commands[0]!, false)
    const rest: Stage[] = []
    for (let index = 1; index < node.commands.length; index++) rest.push(this.#command(node.commands[index]!, true))
    if (rest.length === 0) {
      return (frame) => {
        frame.at = node
        return first(frame, MISSING) ?? undefined
      }
    }
    return (frame) => {
      frame.at = node
      let value = first(frame, MISSING) ?? undefined
      for (let index = 0; index < rest.length; index++) value = rest[index]!(frame, value) ?? undefined
      return value
    }
  }

  #command(command: CommandNode, piped: boolean): Stage {
    const [word, ...args] = command.args as [OperandNode, ...OperandNode[]]
    const extra = args.length > 0 || piped
    switch (word.type) {
      case 'field':
        return extra ? this.#member(word, word.fields, args, piped, (frame) => [frame.dot, frame.held]) : this.field(word)
      case 'chain': {
        if (!extra) return this.chain(word)
        const base = compileChained(this, word.node)
        return this.#member(word, word.fields, args, piped, (frame) => [base(frame), false])
      }
      case 'variable': {
        if (word.fields.length === 0 || !extra) return extra ? this.#noFunction(word, word) : this.variable(word)
        const slot = this.scope.slotOf(word.name)
        if (slot === undefined) return undeclared(() => undefined, word.name)
        return this.#member(word, word.fields, args, piped, (frame) => [
          frame.variables[slot],
          frame.heldVariables[slot] === true,
        ])
      }
      case 'identifier':
        return this.call(word, command, args, piped)
      case 'pipe':
        return extra ? this.#noFunction(word, undefined) : this.pipe(word)
    }
    if (extra) return this.#noFunction(word, word)
    return constant(word)
  }

  #noFunction(word: OperandNode, at: Located | undefined): Stage {
    const message = `can't give argument to non-function ${nodeText(word)}`
    return (frame) => {
      if (at) frame.at = at
      throw frame.fault(message)
    }
  }

  #member(
    node: FieldNode | ChainNode | VariableNode,
    fields: readonly string[],
    args: readonly OperandNode[],
    piped: boolean,
    base: (frame: Parameters<Eval>[0]) => [GoValue, boolean],
  ): Stage {
    return compileMember(this, node, fields, args, piped, base)
  }

  /** `.a.b` without arguments. */
  field(node: FieldNode): Eval {
    const {fields} = node
    return (frame) => {
      frame.at = node
      return this.#walk(frame, node, frame.dot, fields, frame.held ? HOLDER : undefined)
    }
  }

  variable(node: VariableNode): Eval {
    const slot = this.scope.slotOf(node.name)
    if (slot === undefined) return undeclared((frame) => (frame.at = node), node.name)
    const {fields} = node
    if (fields.length === 0) {
      return (frame) => {
        frame.at = node
        return frame.variables[slot]
      }
    }
    return (frame) => {
      frame.at = node
      return this.#walk(frame, node, frame.variables[slot], fields, frame.heldVariables[slot] ? HOLDER : undefined)
    }
  }

  chain(node: ChainNode): Eval {
    if (node.node.type === 'nil') {
      return (frame) => {
        frame.at = node
        throw frame.fault(`indirection through explicit nil in ${nodeText(node)}`)
      }
    }
    const base = compileChained(this, node.node)
    return (frame) => {
      frame.at = node
      return this.#walk(frame, node, base(frame), node.fields, undefined)
    }
  }

  #walk(frame: Parameters<Eval>[0], node: Located, start: GoValue, fields: readonly string[], holder: GoValue): GoValue {
    let value = start
    let parent = holder
    for (let index = 0; index < fields.length; index++) {
      const name = fields[index]!
      const next = value instanceof Boxed ? this.member(frame, node, value, name, parent) : getField(frame, value, name, parent)
      parent = value
      value = next
    }
    return value
  }

  /** A method called without arguments, or a field. */
  member(frame: Parameters<Eval>[0], node: Located, receiver: Boxed, name: string, parent: GoValue): GoValue {
    const method = methodOf(receiver, name)
    if (!method) return getField(frame, receiver, name, parent)
    const call: Call = {name, node, given: 0, argument: () => () => undefined}
    return compileCall(call, bound(method, receiver), this.signatures.of(method[0]), false)(frame, MISSING)
  }

  /** A call of a function by name. */
  call(word: IdentifierNode, node: Located, args: readonly OperandNode[], piped: boolean): Stage {
    const own = this.functions.get(word.name)
    const builtin = own === undefined
    const called = builtin && word.name === 'call' ? callOf(args[0] && nodeText(args[0])) : undefined
    const method = own ?? called ?? this.builtins.get(word.name)!
    const signature = this.signatures.of(method[0])
    const call: Call = {
      name: word.name,
      word,
      node,
      given: args.length,
      argument: (index, parameter) => compileArgument(this, args[index]!, parameter),
    }
    if (builtin && (word.name === 'and' || word.name === 'or')) return shortCircuit(call, signature, word.name, piped)
    return compileCall(call, method, signature, piped)
  }
}

/** The parser takes an assignment for a declaration; that there is no such variable shows when it runs. */
function undeclared(before: Eval, name: string): Eval {
  return (frame) => {
    before(frame)
    throw frame.fault(`undefined variable: ${name}`)
  }
}

/** A method of a value, found through a pointer too. */
function commandsOf(compiler: Compiler, pipe: PipeNode): Eval {
  return compiler.commands(pipe)
}

export function methodOf(receiver: GoValue, name: string): GoMethod | undefined {
  if (!(receiver instanceof Boxed)) return undefined
  const methods = receiver.type.methods ?? receiver.type.elem?.methods
  return methods && Object.hasOwn(methods, name) ? methods[name] : undefined
}

/** The method with its receiver in the first place. */
export function bound(method: GoMethod, receiver: Boxed): GoMethod {
  const [signature, run] = method
  if (signature.startsWith('@')) return [signature, (frame: unknown, ...args: unknown[]) => run(frame, receiver, ...args)]
  return [signature, (...args: unknown[]) => run(receiver, ...args)]
}

function constant(word: OperandNode): Stage {
  if (word.type === 'dot') {
    return (frame) => {
      frame.at = word
      return frame.dot
    }
  }
  const value = word.type === 'bool' || word.type === 'string' ? word.value : word.type === 'number' ? idealConstant(word) : word
  return (frame) => {
    frame.at = word
    if (word.type === 'nil') throw frame.fault('nil is not a command')
    if (value instanceof Overflow) throw frame.fault(`${value.text} overflows int`)
    return value
  }
}
