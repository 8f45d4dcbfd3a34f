import type {Expr} from './ast.js'

/** `a.b.c` of plain selections. */
export function qualifiedName(expr: Expr): string | undefined {
  if (expr.kind === 'ident') return expr.name.replace(/^\./, '')
  if (expr.kind !== 'select' || expr.test) return undefined
  const operand = qualifiedName(expr.operand)
  return operand === undefined ? undefined : `${operand}.${expr.field}`
}

/**
 * What cel-go calls each variable of an expression that is missing: with the text keys that are read from it, up to the
 * first of another kind (`a.b["c"][0].d` is `a.b.c`). Variables alone are left out.
 */
export function attributeNames(expr: Expr): ReadonlyMap<Expr, string> {
  const names = new Map<Expr, string>()
  const visit = (node: Expr, keys: string): void => {
    const key = keyOf(node)
    if (key !== undefined) visit(key.of, key.text === undefined ? '' : `.${key.text}${keys}`)
    if (node.kind === 'ident' && keys !== '') names.set(node, `${node.name.replace(/^\./, '')}${keys}`)
    for (const part of partsOf(node)) if (part !== key?.of) visit(part, '')
  }
  visit(expr, '')
  return names
}

/** What is read from what; a key that is no text has none here. */
function keyOf(expr: Expr): {readonly of: Expr; readonly text?: string} | undefined {
  if (expr.kind === 'select') return {of: expr.operand, text: expr.field}
  const [of, key] = expr.kind === 'call' && expr.name === '_[_]' ? expr.args : []
  if (!of) return undefined
  return key?.kind === 'const' && typeof key.value === 'string' ? {of, text: key.value} : {of}
}

function partsOf(expr: Expr): Expr[] {
  switch (expr.kind) {
    case 'select':
      return [expr.operand]
    case 'call':
      return [...(expr.target ? [expr.target] : []), ...expr.args]
    case 'list':
      return [...expr.items]
    case 'map':
      return expr.entries.flatMap(({key, value}) => [key, value])
    case 'struct':
      return expr.fields.map(({value}) => value)
    case 'macro':
      return [expr.range, ...(expr.filter ? [expr.filter] : []), expr.body]
    default:
      return []
  }
}
