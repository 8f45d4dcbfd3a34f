export interface KeyRequest {
  readonly algorithm: 'rsa' | 'ecdsa' | 'ed25519'
  /** of an RSA key */
  readonly bits: number
  /** of an ECDSA key */
  readonly curve: 'p256' | 'p384' | 'p521'
}

export interface KeyPair {
  /** PEM: PKCS#8 of a new key, of a key from a file the file's own text */
  readonly privateKey: string
  /** the line of an authorized_keys file, with its line end and without a comment */
  readonly publicKey: string
}

/** The armoured signature of some bytes, as Git keeps it in a commit. */
export type Signer = (payload: Uint8Array) => Promise<string>

/** SSH keys: made, read, and asked of a server; and keys that sign commits. */
export interface Keys {
  generate(request: KeyRequest): Promise<KeyPair>
  /**
   * The pair behind a private key in PEM (PKCS#1, SEC1, PKCS#8, OpenSSH).
   * @throws FluxError `bad-key` in the words of Go's ssh package
   */
  read(pem: string, passphrase: string | undefined): Promise<KeyPair>
  /**
   * The host key of an SSH server as a line of a known_hosts file, without a line end. `host` is a name or address with
   * or without a port.
   * @throws FluxError `host-key` when the server cannot be reached within 30 seconds
   */
  scanHostKey(host: string, signal?: AbortSignal): Promise<string>
  /**
   * Signs with an SSH key (ed25519, ECDSA, RSA from 2048 bits on); an empty passphrase is none.
   * @throws FluxError `bad-key`
   */
  sshSigner(pem: string, passphrase: string): Promise<Signer>
  /**
   * Signs with a key of an OpenPGP ring, binary or armoured: the one of the id (16 hexadecimal digits), else the first.
   * @throws FluxError `bad-key`
   */
  pgpSigner(ring: Uint8Array, options: {readonly keyId: string; readonly passphrase: string}): Promise<Signer>
}
