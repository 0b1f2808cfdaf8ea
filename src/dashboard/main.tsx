import { createRoot } from 'react-dom/client'
import './ui/base.css'
import { App } from './app.tsx'
import { applyTheme } from './shell/theme.tsx'

applyTheme()
createRoot(document.getElementById('root')!).render(<App />)
