import { Logo } from './logo'
import { NavLink } from './nav-link'

/** The logo and the name of the site. */
export function HomeLink({ name }: { name: string }) {
  return (
    <NavLink href="/" className="logo">
      <Logo />
      <span>{name}</span>
    </NavLink>
  )
}
