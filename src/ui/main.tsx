import { render } from 'preact'
import { App } from './app.tsx'
import './style/base.css'
import './style/parts.css'
import './style/exchanges.css'
import './style/records.css'
import './style/composer.css'
import './style/faults.css'

render(<App />, document.body)
