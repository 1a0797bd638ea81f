import t from 'tap'
import { type Config, checkSettings, loadConfig } from '../src/config.ts'

type Env = Readonly<Record<string, string>>

const configOf = (argv: string[], env: Env = {}): Config => {
  const result = loadConfig(argv, env)
  if (!result.ok) throw new Error(result.problems.join('\n'))
  return result.config
}

const problemsOf = (argv: string[], env: Env = {}): string[] => {
  const result = loadConfig(argv, env)
  return result.ok ? [] : result.problems
}

t.test('without flags and variables: the defaults', (t) => {
  t.match(configOf([]), {
    port: 8080,
    host: 'localhost',
    apiKey: [],
    strict: false,
    deliveryHeaders: true,
    callbackRetries: 'quick',
    logLevel: 'info',
  })
  t.end()
})

t.test('a flag goes over its variable, which goes over the default', (t) => {
  const env = { TALON_MOCK_PORT: '1', TALON_MOCK_HOST: '::1' }
  t.match(configOf(['--port', '2'], env), { port: 2, host: '::1', logLevel: 'info' })
  t.end()
})

t.test('a flag that is given twice: the last one holds', (t) => {
  t.equal(configOf(['--port', '1', '--port=2']).port, 2)
  t.end()
})

t.test('a value stands behind its flag or after an equals sign', (t) => {
  t.equal(configOf(['--port', '0']).port, 0)
  t.equal(configOf(['--port=0']).port, 0)
  t.equal(configOf(['--control-token=--a=b']).controlToken, '--a=b')
  t.end()
})

t.test('what begins with two dashes is no value but the next flag', (t) => {
  t.strictSame(problemsOf(['--port', '--host', '::1']), [
    '--port (TALON_MOCK_PORT): must be a whole number from 0 to 65535, got nothing',
  ])
  t.end()
})

const SWITCHES: [given: string[], env: Env, strict: boolean][] = [
  [['--strict'], {}, true],
  [['--strict=true'], {}, true],
  [['--strict=0'], {}, false],
  [['--no-strict'], {}, false],
  [['--strict', '--no-strict'], {}, false],
  [['--no-strict'], { TALON_MOCK_STRICT: 'true' }, false],
  [[], { TALON_MOCK_STRICT: 'TRUE' }, true],
  [[], { TALON_MOCK_STRICT: '1' }, true],
  [[], { TALON_MOCK_STRICT: 'false' }, false],
]
for (const [argv, env, strict] of SWITCHES) {
  t.test(`${argv.join(' ')} with ${JSON.stringify(env)}: the switch is ${strict}`, (t) => {
    t.equal(configOf(argv, env).strict, strict)
    t.end()
  })
}

t.test('--no- goes with switches alone and takes no value', (t) => {
  t.strictSame(problemsOf(['--no-port', '--no-strict=true']), [
    '--no-port: there is no such flag; talon-mock help lists them',
    '--no-strict: takes no value',
  ])
  t.end()
})

t.test(
  'a list is a flag that is repeated, or a variable with commas; the flags replace it',
  (t) => {
    t.strictSame(configOf(['--api-key', 'a', '--api-key=b']).apiKey, ['a', 'b'])
    const env = { TALON_MOCK_API_KEY: 'c, d' }
    t.strictSame(configOf([], env).apiKey, ['c', 'd'])
    t.strictSame(configOf(['--api-key', 'a,b'], env).apiKey, ['a,b'])
    t.end()
  },
)

t.test('an empty variable counts as not given', (t) => {
  t.equal(configOf([], { TALON_MOCK_PORT: '', TALON_MOCK_STRICT: '' }).port, 8080)
  t.end()
})

t.test(
  'all faults are told at once, each with its flag, its variable and what was expected',
  (t) => {
    const problems = problemsOf(
      ['--port', 'abc', '--strict=maybe', '--callback-policy', 'lax', '--callback-retries', '1s'],
      { TALON_MOCK_BODY_LIMIT: '0', TALON_MOCK_HOST: 'a b' },
    )
    t.strictSame(problems, [
      '--port (TALON_MOCK_PORT): must be a whole number from 0 to 65535, got "abc"',
      'TALON_MOCK_HOST (--host): must be a host name or an address, got "a b"',
      '--strict (TALON_MOCK_STRICT): must be true or false, got "maybe"',
      'TALON_MOCK_BODY_LIMIT (--body-limit): must be a whole number from 1 to 1000000000, got 0',
      '--callback-policy (TALON_MOCK_CALLBACK_POLICY): must be one of auto, local, strict, got "lax"',
      '--callback-retries (TALON_MOCK_CALLBACK_RETRIES): must be quick, none, realistic, or waits in milliseconds, comma-separated, got "1s"',
    ])
    t.end()
  },
)

t.test('unknown flags, words and variables are faults, each told once', (t) => {
  t.strictSame(problemsOf(['extra', '--prot', '9000', '-p', '9000'], { TALON_MOCK_PROT: '1' }), [
    'TALON_MOCK_PROT: there is no such variable; talon-mock help lists them',
    'extra: not expected here; talon-mock help lists the flags',
    '--prot: there is no such flag; talon-mock help lists them',
    '-p: there is no such flag; talon-mock help lists them',
  ])
  t.end()
})

t.test('a wrong secret is not shown', (t) => {
  const problems = problemsOf(['--api-key', 'my secret', '--control-token', 'my token'])
  t.equal(problems.length, 2)
  t.notMatch(problems.join('\n'), /my/)
  t.end()
})

// Kubernetes sets these for a service that is called talon-mock, in every pod beside it.
// Source: kubernetes.io, "Accessing the Service", environment variables.
t.test('variables that Kubernetes sets for a service of our name are no settings', (t) => {
  const env = {
    TALON_MOCK_SERVICE_HOST: '10.0.0.11',
    TALON_MOCK_SERVICE_PORT: '8080',
    TALON_MOCK_PORT: 'tcp://10.0.0.11:8080',
    TALON_MOCK_PORT_8080_TCP: 'tcp://10.0.0.11:8080',
    TALON_MOCK_PORT_8080_TCP_ADDR: '10.0.0.11',
    TALON_MOCK_NAME: '/shop/talon-mock',
  }
  t.equal(configOf([], env).port, 8080)
  t.end()
})

t.test('TALON_MOCK_URL and the variables of others are none of our settings', (t) => {
  const env = { TALON_MOCK_URL: 'http://localhost:1', TALON_ONE_KEY: 'x', PORT: '1' }
  t.equal(configOf([], env).port, 8080)
  t.end()
})

const FORMS: [flag: string, good: string[], bad: string[]][] = [
  ['--host', ['::1', '0.0.0.0', 'my-host.local'], ['', '[::1]', 'http://localhost']],
  ['--api-key', ['0123abc', 'a,b'], ['', 'a b', 'a\n', 'schlüssel']],
  ['--control-token', ['', 'a-b_c'], ['a b', 'ключ']],
  ['--control-host', ['mock.test'], ['', 'mock.test:8080', 'http://mock.test']],
  [
    '--cors-origin',
    ['*', 'http://localhost:5173', 'capacitor://localhost'],
    ['', 'localhost:5173', 'http://localhost:5173/', 'http://a.test/x'],
  ],
  [
    '--callback-allow',
    ['shop.test', '10.0.0.0/8', '10.1.2.3', '::1', 'fd00::/8', '::ffff:10.0.0.1'],
    ['', 'http://shop.test', 'shop.test:3000', '10.1.2.3:3000', '10.0.0.0/8/9'],
  ],
  ['--callback-retries', ['quick', 'none', 'realistic', '0', '100,200'], ['', 'fast', '1,', '-1']],
  ['--port', ['0', '65535'], ['', '-1', '65536', '8080.5', '0x10', '1e3', ' 1']],
  ['--log-level', ['silent', 'trace'], ['', 'verbose', 'constructor']],
  ['--json', ['true', '0'], ['', 'yes', 'constructor']],
]
for (const [flag, good, bad] of FORMS) {
  t.test(`${flag} takes what it can use and refuses what would never work`, (t) => {
    for (const text of good) t.strictSame(problemsOf([`${flag}=${text}`]), [], text)
    for (const text of bad) t.equal(problemsOf([`${flag}=${text}`]).length, 1, JSON.stringify(text))
    t.end()
  })
}

t.test('the configuration is frozen, its lists included, and nobody else holds them', (t) => {
  const apiKey = ['a']
  const result = checkSettings({ apiKey })
  apiKey.push('b')
  if (!result.ok) throw new Error('expected to pass')
  t.strictSame(result.config.apiKey, ['a'])
  t.ok(Object.isFrozen(result.config))
  t.ok(Object.isFrozen(result.config.apiKey))
  t.not(configOf([]).apiKey, configOf([]).apiKey)
  t.end()
})

t.test('settings of a program are checked under their own names, without reading text', (t) => {
  const result = checkSettings({
    port: '8080',
    apiKey: 'a',
    corsOrigin: [1],
    strict: 'true',
    bodyLimit: Number.NaN,
    prot: 1,
    host: undefined,
  })
  t.strictSame(result, {
    ok: false,
    problems: [
      'prot: there is no such setting',
      'port: must be a whole number from 0 to 65535, got "8080"',
      'apiKey: must be a list, got something else',
      'strict: must be true or false, got "true"',
      'bodyLimit: must be a whole number from 1 to 1000000000, got NaN',
      'corsOrigin: must be an origin such as http://localhost:5173, or *, got [1]',
    ],
  })
  t.end()
})

t.test('a rate limit has no default, and a bound', (t) => {
  t.notOk('rateLimit' in configOf([]))
  t.equal(configOf(['--rate-limit', '0']).rateLimit, 0)
  t.match(loadConfig(['--rate-limit', '100001'], {}), {
    problems: [/^--rate-limit .*: must be a whole number from 0 to 100000, got 100001$/],
  })
  t.end()
})
