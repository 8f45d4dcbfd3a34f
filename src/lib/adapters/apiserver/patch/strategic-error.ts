/** A strategic merge patch that cannot be applied; `code` 500 where the real server does not blame the client. */
export class StrategicError extends Error {
  override readonly name = 'StrategicError'

  constructor(
    message: string,
    readonly code: 400 | 422 | 500 = 500,
  ) {
    super(message)
  }
}

export const badRetainKeys = (): StrategicError => new StrategicError('invalid patch format of retainKeys', 400)
export const badElementOrder = (): StrategicError => new StrategicError('invalid patch format of setElementOrder list', 400)
export const badPrimitiveList = (): StrategicError => new StrategicError('invalid patch format of primitive list', 400)
export const listOfLists = (): StrategicError => new StrategicError('lists of lists are not supported', 422)
