import {goQuote} from '../../../errors/go-quote.js'
import {printed} from '../fmt/print.js'
import {truth} from '../go/truth.js'
import {Boxed, type GoValue} from '../go/value.js'
import type {ActionNode, BranchNode, ListNode, StatementNode, TemplateNode} from '../parse/node.js'
import {MISSING} from './calls.js'
import type {Compiler} from './compiler.js'
import {Frame} from './frame.js'
import {compileRange} from './range.js'

/** How a statement ends: goes on, or leaves the loop around it. */
export type Ending = 0 | typeof BREAK | typeof CONTINUE
export const BREAK = 1
export const CONTINUE = 2
export type Statement = (frame: Frame) => Ending

export function compileList(compiler: Compiler, list: ListNode): Statement {
  const statements = list.nodes.map((node) => compileStatement(compiler, node))
  const count = statements.length
  // one statement is as good as a list of it; what repeats or calls it is counted
  if (count === 1) return statements[0]!
  return (frame) => {
    frame.run.step(count)
    // an iterator costs more than most statements
    for (let index = 0; index < count; index++) {
      const ending = statements[index]!(frame)
      if (ending !== 0) return ending
    }
    return 0
  }
}

function compileStatement(compiler: Compiler, node: StatementNode): Statement {
  switch (node.type) {
    case 'text': {
      const {text} = node
      return (frame) => {
        frame.write(text)
        return 0
      }
    }
    case 'action':
      return compileAction(compiler, node)
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

function compileAction(compiler: Compiler, node: ActionNode): Statement {
  const {pipe, site} = node
  const only = compiler.only(pipe)
  if (only) {
    return (frame) => {
      frame.site = site
      frame.at = pipe
      print(frame, addressed(only(frame, MISSING) ?? undefined))
      return 0
    }
  }
  const value = compiler.pipe(node.pipe)
  if (node.pipe.variables.length > 0) {
    return (frame) => {
      frame.site = site
      value(frame)
      return 0
    }
  }
  return (frame) => {
    frame.site = site
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
  const {site} = node
  const mark = compiler.scope.mark()
  const condition = compiler.pipe(node.pipe)
  const list = compileList(compiler, node.list)
  const otherwise = node.elseList && compileList(compiler, node.elseList)
  compiler.scope.release(mark)
  if (node.type === 'if') {
    return (frame) => {
      frame.site = site
      if (truth(condition(frame))) return list(frame)
      return otherwise ? otherwise(frame) : 0
    }
  }
  return (frame) => {
    frame.site = site
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
