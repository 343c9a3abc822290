/** Milliseconds of hover, focus or touch before the card is loaded. */
const openDelay = 500
/** Milliseconds for the pointer to move from the name to the card. */
const closeDelay = 200
/** Touch slop, in CSS pixels. */
const touchSlop = 10

type Trigger = 'pointer' | 'focus' | 'touch'

/** The name whose card is wanted; the card is loaded once `shouldLoad`. */
export type CardRequest = { name: HTMLElement; username: string; shouldLoad: boolean }

/**
 * Requests the card of a user on hover, keyboard focus and long press of their name. Listens on the document, for names
 * that are added later. The names get no aria-expanded, because other components render them: a screen reader announces
 * the dialog when Tab moves the focus from a name into its card.
 * @param box The popover that shows the card.
 * @param setRequest Called with null to close the card.
 * @returns Closes the card and removes the listeners.
 */
export function listenForTriggers(
  box: HTMLElement,
  setRequest: (request: CardRequest | null) => void,
): () => void {
  let name: HTMLElement | null = null
  let trigger: Trigger = 'pointer'
  let openTimer = 0
  let closeTimer = 0
  let touch: { name: HTMLElement; x: number; y: number; held: boolean } | null = null
  let ignoresFocus = false

  const isOpen = () => box.matches(':popover-open')

  const scheduleOpen = (target: HTMLElement, by: Trigger) => {
    cancelClose()
    if (name === target && (isOpen() || by !== 'touch')) return
    close()
    name = target
    trigger = by
    request(target, false)
    openTimer = window.setTimeout(open, openDelay)
  }

  const open = () => {
    if (!name) return
    if (touch) touch.held = true
    request(name, true)
  }

  const request = (target: HTMLElement, shouldLoad: boolean) =>
    setRequest({ name: target, username: target.dataset.card ?? '', shouldLoad })

  const close = () => {
    clearTimeout(openTimer)
    cancelClose()
    if (name) setRequest(null)
    name = null
  }

  const cancelClose = () => {
    clearTimeout(closeTimer)
    closeTimer = 0
  }

  const scheduleClose = () => {
    if (!name || trigger !== 'pointer') return
    if (!isOpen()) close()
    else closeTimer ||= window.setTimeout(close, closeDelay)
  }

  /** Moves the focus back to the name without opening its card again. */
  const focusName = () => {
    ignoresFocus = true
    name?.focus()
    ignoresFocus = false
  }

  const nameAt = (target: EventTarget | null) =>
    target instanceof Element ? target.closest<HTMLElement>('[data-card]') : null
  const isInBox = (target: EventTarget | null) => target instanceof Node && box.contains(target)
  const focusable = () => [...box.querySelectorAll<HTMLElement>('a[href], button')]

  const onPointerOver = (event: PointerEvent) => {
    if (event.pointerType === 'touch') return
    const hovered = nameAt(event.target)
    if (hovered) scheduleOpen(hovered, 'pointer')
    else if (isInBox(event.target)) cancelClose()
    else scheduleClose()
  }

  const onFocusIn = ({ target }: FocusEvent) => {
    if (ignoresFocus) return
    const focused = nameAt(target)
    if (focused?.matches(':focus-visible')) scheduleOpen(focused, 'focus')
    else if (isInBox(target)) trigger = (target as Element).matches(':focus-visible') ? 'focus' : trigger
    else if (name && trigger === 'focus' && focused !== name) close()
  }

  const onKeyDown = (event: KeyboardEvent) => {
    if (!name) return
    if (event.key === 'Escape') {
      if (isInBox(document.activeElement)) focusName()
      close()
    }
    if (event.key === 'Tab' && isOpen()) onTab(event, name)
  }

  /** Puts the card right after its name in the tab order. */
  const onTab = (event: KeyboardEvent, from: HTMLElement) => {
    const [first, last] = [focusable()[0], focusable().at(-1)]
    const active = document.activeElement
    if (active === from && !event.shiftKey && first) {
      event.preventDefault()
      first.focus()
    } else if (active === first && event.shiftKey) {
      event.preventDefault()
      focusName()
    } else if (active === last && !event.shiftKey) {
      focusName()
      close()
    }
  }

  const onPointerDown = (event: PointerEvent) => {
    const pressed = nameAt(event.target)
    if (isOpen() && !isInBox(event.target) && pressed !== name) close()
    touch = null
    if (event.pointerType !== 'touch' || !pressed) return
    touch = { name: pressed, x: event.clientX, y: event.clientY, held: false }
    scheduleOpen(pressed, 'touch')
  }

  const onPointerMove = ({ clientX, clientY }: PointerEvent) => {
    if (touch && Math.hypot(clientX - touch.x, clientY - touch.y) > touchSlop) onPointerUp()
  }

  /** A touch that ends before the delay was a tap or a scroll. */
  const onPointerUp = () => {
    if (touch && !touch.held && trigger === 'touch' && !isOpen()) close()
  }

  /** The browser's context menu for a long press would cover the card. */
  const onContextMenu = (event: Event) => {
    if (!touch || nameAt(event.target) !== touch.name) return
    event.preventDefault()
    if (touch.held) return
    clearTimeout(openTimer)
    open()
  }

  const onClick = (event: Event) => {
    if (touch?.held && nameAt(event.target) === touch.name) event.preventDefault()
    touch = null
  }

  /** Closes the card when its name is scrolled out of view. */
  const onScroll = () => {
    if (!isOpen() || !name) return
    const { top, bottom } = name.getBoundingClientRect()
    if (!name.isConnected || bottom <= 0 || top >= innerHeight) close()
  }

  const listeners = new AbortController()
  const listen = <K extends keyof DocumentEventMap>(
    kind: K,
    handler: (event: DocumentEventMap[K]) => void,
    capture = false,
  ) => document.addEventListener(kind, handler, { signal: listeners.signal, capture })
  listen('pointerover', onPointerOver)
  listen('pointerdown', onPointerDown)
  listen('pointermove', onPointerMove)
  listen('pointerup', onPointerUp)
  listen('pointercancel', onPointerUp)
  listen('contextmenu', onContextMenu)
  listen('click', onClick, true)
  listen('focusin', onFocusIn)
  listen('keydown', onKeyDown)
  listen('scroll', onScroll, true)
  document.documentElement.addEventListener('pointerleave', scheduleClose, { signal: listeners.signal })
  window.addEventListener('resize', onScroll, { signal: listeners.signal })
  return () => {
    close()
    listeners.abort()
  }
}
