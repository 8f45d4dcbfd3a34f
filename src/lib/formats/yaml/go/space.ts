import {type Cursor, isBreak, isBreakOrEnd} from './cursor.js'
import type {Comment} from './token.js'

/**
 * Passes blanks, comments and line breaks; a tab is a blank only where no key may start, and in a block every new
 * line may start with one. `comments` gets what is passed.
 * @returns whether a line has ended
 */
export function skipSpace(cursor: Cursor, inFlow: boolean, keyAllowed: boolean, comments: Comment[] | undefined): boolean {
  let tabs = inFlow || !keyAllowed
  let ended = false
  for (;;) {
    if (cursor.pos === cursor.lineStart && cursor.losesFirst) cursor.pos++
    for (let code = cursor.code(); code === 0x20 || (code === 0x09 && tabs); code = cursor.code()) cursor.pos++
    if (cursor.code() === 0x23) passComment(cursor, comments)
    if (!isBreak(cursor.code())) return ended
    cursor.takeBreak()
    ended = true
    tabs = inFlow
  }
}

function passComment(cursor: Cursor, comments: Comment[] | undefined): void {
  const from = cursor.pos
  while (!isBreakOrEnd(cursor.code())) cursor.pos++
  if (comments === undefined) return
  const alone = cursor.text.slice(cursor.lineStart, from).trim() === ''
  comments.push({text: cursor.text.slice(from, cursor.pos), line: cursor.line + 1, alone})
}
