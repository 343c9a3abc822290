import { Icon } from '@/components/ui/icon'
import { limits } from '@/lib/limits'
import { SearchPopover } from './search-popover'

/** Opens the search box where it is a popover: below 1280 pixels (app/shell.css). */
export function SearchButton({ label, text }: { label: string; text: string }) {
  return (
    <button type="button" popoverTarget="site-search" aria-label={label} className="search-button">
      <Icon name="search" />
      <span>{text}</span>
    </button>
  )
}

/** The search box. */
export function SearchBox({ label }: { label: string }) {
  return (
    <search className="contents">
      <SearchPopover id="site-search" className="search-box">
        <Icon name="search" />
        <input
          type="search"
          name="q"
          aria-label={label}
          placeholder={label}
          maxLength={limits.query.max}
          enterKeyHint="search"
          dir="auto"
        />
        <span aria-hidden="true" className="key">
          /
        </span>
      </SearchPopover>
    </search>
  )
}
