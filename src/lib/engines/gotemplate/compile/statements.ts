import {goQuote} from '../../../errors/go-quote.js'
import {printed} from '../fmt/print.js'
import {truth} from '../go/truth.js'
import {Boxed, type GoValue} from '../go/value.js'
import type {BranchNode, ListNode, PipeNode, Site, StatementNode, TemplateNode, TextNode} from '../parse/node.js'
import {MISSING} from './calls.js'
import type {Compiler} from './compiler.js'
import {Frame} from './frame.js'
import {compileRange} from './range.js'

/** How a statement ends: goes on, or leaves the loop around it. */
export type Ending = 0 | typeof BREAK | typeof CONTINUE
export const BREAK = 1
export const CONTINUE = 2
export type Statement = (frame: Frame) => Ending

/**
 * A list does itself what would take a closure for every place: it writes texts and notes where an action stands, which may then be
 * the same statement as in other places. Most of a template is these two.
 */
export function compileList(compiler: Compiler, {nodes}: ListNode): Statement {
  const count = nodes.length
  // one statement is as good as a list of it; what repeats or calls it is counted
  if (count === 1) return compileAlone(compiler, nodes[0]!)
  const parts = new Array<string | Statement>(count)
  const sites = new Array<Site | undefined>(count)
  for (let index = 0; index < count; index++) {
    const node = nodes[index]!
    parts[index] = node.type === 'text' ? node.value : compileStatement(compiler, node)
    sites[index] = node.type === 'action' ? node : undefined
  }
  return (frame) => {
    frame.run.step(count)
    // an iterator costs more than most statements
    for (let index = 0; index < count; index++) {
      const part = parts[index]!
      if (typeof part === 'string') frame.write(part)
      else {
        const site = sites[index]
        if (site !== undefined) frame.site = site
        const ending = part(frame)
        if (ending !== 0) return ending
      }
    }
    return 0
  }
}

function compileAlone(compiler: Compiler, node: StatementNode): Statement {
  if (node.type === 'text') {
    const {value} = node
    return (frame) => {
      frame.write(value)
      return 0
    }
  }
  const statement = compileStatement(compiler, node)
  if (node.type !== 'action') return statement
  return (frame) => {
    frame.site = node
    return statement(frame)
  }
}

function compileStatement(compiler: Compiler, node: Exclude<StatementNode, TextNode>): Statement {
  switch (node.type) {
    case 'action':
      return compileAction(compiler, node.pipe)
    case 'if':
    case 'with':
      return compileBranch(compiler, node)
    case 'range':
      return compileRange(compiler, node)
    case 'template':
      return compileTemplate(compiler, node)
    case 'break':
      return () => BREAK
    case 'continue':
      return () => CONTINUE
  }
}

/** The same for all places of an action; what declares variables has slots of its own. */
function compileAction(compiler: Compiler, pipe: PipeNode): Statement {
  if (pipe.variables.length === 0) return compiler.shared(pipe, compilePrinted)
  const value = compiler.pipe(pipe)
  return (frame) => {
    value(frame)
    return 0
  }
}

function compilePrinted(compiler: Compiler, pipe: PipeNode): Statement {
  const only = compiler.only(pipe)
  if (only) {
    return (frame) => {
      frame.at = pipe
      print(frame, addressed(only(frame, MISSING) ?? undefined))
      return 0
    }
  }
  const value = compiler.commands(pipe)
  return (frame) => {
    print(frame, value(frame))
    return 0
  }
}

/** What stands where it is printed from, no copy, can be pointed to, so that methods of the pointer count. */
function addressed(value: GoValue): GoValue {
  return value instanceof Boxed && value.type.pointerText ? value.type.pointerText(value.value as never) : value
}

function print(frame: Frame, value: GoValue): void {
  if (typeof value === 'string') frame.write(value)
  else if (value instanceof Boxed && value.type.kind === 'ptr' && !value.type.text) print(frame, value.value as GoValue)
  else frame.write(value === undefined ? '<no value>' : printed(value))
}

function compileBranch(compiler: Compiler, node: BranchNode): Statement {
  const mark = compiler.scope.mark()
  const condition = compiler.pipe(node.pipe)
  const list = compileList(compiler, node.list)
  const otherwise = node.elseList && compileList(compiler, node.elseList)
  compiler.scope.release(mark)
  if (node.type === 'if') {
    return (frame) => {
      frame.site = node
      if (truth(condition(frame))) return list(frame)
      return otherwise ? otherwise(frame) : 0
    }
  }
  return (frame) => {
    frame.site = node
    const value = condition(frame)
    if (!truth(value)) return otherwise ? otherwise(frame) : 0
    return withDot(frame, value, list)
  }
}

function withDot(frame: Frame, value: GoValue, list: Statement): Ending {
  const {dot, held} = frame
  frame.dot = value
  frame.held = false
  const ending = list(frame)
  frame.dot = dot
  frame.held = held
  return ending
}

function compileTemplate(compiler: Compiler, node: TemplateNode): Statement {
  const argument = node.pipe && compiler.pipe(node.pipe)
  return (frame) => {
    frame.site = node.site
    frame.at = node
    const tree = frame.set.lookup(node.name)
    if (!tree) throw frame.fault(`template ${goQuote(node.name)} not defined`)
    if (frame.depth >= frame.run.limits.depth) {
      throw frame.fault(`exceeded maximum template depth (${frame.run.limits.depth})`)
    }
    const dot = argument ? argument(frame) : undefined
    frame.run.step(1)
    const inner = new Frame(frame.run, frame.set, tree.name, dot, frame.depth + 1)
    inner.caller = frame
    frame.at = node
    frame.run.within(inner, frame.run.engine.codeOf(tree))
    frame.out += inner.out
    return 0
  }
}
