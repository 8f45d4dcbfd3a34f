/** The text that nodes come from. */
export interface Source {
  /** the name that error messages show */
  readonly name: string
  readonly text: string
}

/** Where an action stands: what comes after its opening delimiter. */
export interface Site {
  readonly source: Source
  /** in UTF-16 units */
  readonly pos: number
}

/** Part of an action. One that stands in several places alike is read once, so that it knows no place in the text. */
interface At {
  /** from the start of the action, in UTF-16 units */
  readonly pos: number
}

export interface TextNode {
  readonly type: 'text'
  readonly value: string
}
export interface ActionNode extends Site {
  readonly type: 'action'
  readonly pipe: PipeNode
}
export interface BranchNode extends Site {
  readonly type: 'if' | 'with' | 'range'
  readonly pipe: PipeNode
  readonly list: ListNode
  readonly elseList: ListNode | undefined
}
export interface TemplateNode extends At {
  readonly type: 'template'
  readonly site: Site
  readonly name: string
  readonly pipe: PipeNode | undefined
}
export interface JumpNode {
  readonly type: 'break' | 'continue'
}
export interface ListNode {
  readonly type: 'list'
  readonly nodes: StatementNode[]
}
export type StatementNode = TextNode | ActionNode | BranchNode | TemplateNode | JumpNode

/** What ends a list; never part of one. */
export interface EndNode {
  readonly type: 'end' | 'else'
}

export interface PipeNode extends At {
  readonly type: 'pipe'
  /** `=` instead of `:=` */
  assign: boolean
  readonly variables: VariableNode[]
  readonly commands: CommandNode[]
  /** of a whole action that may stand elsewhere, too */
  shared: SharedPipe | undefined
}
/** What several places have in common. */
export interface SharedPipe {
  /** variables that are named in it */
  readonly uses: readonly string[]
  /** of the variables, when it was compiled */
  slots: readonly (number | undefined)[] | undefined
  /** what the compiler made of it for these slots */
  code: unknown
}
export interface CommandNode extends At {
  readonly type: 'command'
  readonly args: OperandNode[]
}
export interface IdentifierNode extends At {
  readonly type: 'identifier'
  readonly name: string
}
export interface VariableNode extends At {
  readonly type: 'variable'
  readonly name: string
  readonly fields: readonly string[]
}
export interface FieldNode extends At {
  readonly type: 'field'
  readonly fields: readonly string[]
}
export interface ChainNode extends At {
  readonly type: 'chain'
  readonly node: OperandNode
  readonly fields: readonly string[]
}
export interface DotNode extends At {
  readonly type: 'dot'
}
export interface NilNode extends At {
  readonly type: 'nil'
}
export interface BoolNode extends At {
  readonly type: 'bool'
  readonly value: boolean
}
export interface StringNode extends At {
  readonly type: 'string'
  readonly quoted: string
  readonly value: string
}
/** A constant without a type: each reading is there when the text allows it. */
export interface NumberNode extends At {
  readonly type: 'number'
  readonly text: string
  readonly int?: bigint
  readonly uint?: bigint
  readonly float?: number
  readonly complex?: {readonly re: number; readonly im: number}
}
export type OperandNode =
  | PipeNode
  | IdentifierNode
  | VariableNode
  | FieldNode
  | ChainNode
  | DotNode
  | NilNode
  | BoolNode
  | StringNode
  | NumberNode
/** Knows its place in its action. */
export type Located = OperandNode | CommandNode | TemplateNode
export type Node = StatementNode | ListNode | EndNode | CommandNode | OperandNode

/** A parsed template. */
export interface Tree {
  readonly name: string
  readonly root: ListNode
  /** what the compiler made of it */
  code: unknown
}

/** The source text of a node as Go's parser prints it back, for error messages. */
export function nodeText(node: Node): string {
  switch (node.type) {
    case 'text':
      return node.value
    case 'action':
      return `{{${nodeText(node.pipe)}}}`
    case 'if':
    case 'with':
    case 'range':
      return `{{${node.type} ${nodeText(node.pipe)}}}${nodeText(node.list)}${node.elseList ? `{{else}}${nodeText(node.elseList)}` : ''}{{end}}`
    case 'template':
      return `{{template ${JSON.stringify(node.name)}${node.pipe ? ` ${nodeText(node.pipe)}` : ''}}}`
    case 'list':
      return node.nodes.map(nodeText).join('')
    case 'break':
    case 'continue':
    case 'end':
    case 'else':
      return `{{${node.type}}}`
    case 'command':
      return node.args.map(inParens).join(' ')
    default:
      return operandText(node)
  }
}

function operandText(node: OperandNode): string {
  switch (node.type) {
    case 'pipe': {
      const variables = node.variables.map(nodeText).join(', ')
      const declared = variables === '' ? '' : `${variables} ${node.assign ? '=' : ':='} `
      return declared + node.commands.map(nodeText).join(' | ')
    }
    case 'identifier':
      return node.name
    case 'variable':
      return [node.name, ...node.fields].join('.')
    case 'field':
      return `.${node.fields.join('.')}`
    case 'chain':
      return [inParens(node.node), ...node.fields].join('.')
    case 'dot':
      return '.'
    case 'nil':
      return 'nil'
    case 'bool':
      return String(node.value)
    case 'string':
      return node.quoted
    case 'number':
      return node.text
  }
}

function inParens(node: OperandNode): string {
  return node.type === 'pipe' ? `(${nodeText(node)})` : nodeText(node)
}

/** True for a list that holds nothing but blanks. */
export function isEmptyList(list: ListNode): boolean {
  return list.nodes.every((node) => node.type === 'text' && node.value.trim() === '')
}
