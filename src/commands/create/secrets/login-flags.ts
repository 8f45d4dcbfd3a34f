import {textFlag} from '../../flags/flag-types.js'

export const LOGIN_FLAGS = {
  username: textFlag({char: 'u', summary: 'name of the user'}),
  password: textFlag({char: 'p', summary: 'password of the user'}),
}

export const TLS_FLAGS = {
  'tls-crt-file': textFlag({summary: 'file with the client certificate'}),
  'tls-key-file': textFlag({summary: 'file with the key of the client certificate'}),
  'ca-crt-file': textFlag({summary: 'file with the CA of the server'}),
}
