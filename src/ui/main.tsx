import { render } from 'preact'
import { App } from './app.tsx'
import './style/base.css'
import './style/parts.css'
import './style/exchanges.css'

render(<App />, document.body)
