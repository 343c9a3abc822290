import { positionPopover } from '@/components/ui/popover-position'
import { callAction } from '@/components/ui/use-form-action'
import { followAction, unfollowAction } from '@/lib/follows/actions'
import { createNote, loadCard } from './profile-card-load'

/** Milliseconds of hover, focus or touch before the card is loaded. */
const openDelay = 500
/** Milliseconds for the pointer to move from the name to the card. */
const closeDelay = 200
/** Touch slop, in CSS pixels. */
const touchSlop = 10

type Trigger = 'pointer' | 'focus' | 'touch'
type Text = { loadFailed: string; actionFailed: string }

/**
 * Opens the card of a user in `box` on hover, keyboard focus and long press of their name. Listens on the document, for
 * names that are added later.
 * @returns Closes the card and removes the listeners.
 */
export function listenForTriggers(box: HTMLElement, text: Text): () => void {
  let name: HTMLElement | null = null
  let trigger: Trigger = 'pointer'
  let isOpen = false
  let openTimer = 0
  let closeTimer = 0
  let request = new AbortController()
  let touch: { name: HTMLElement; x: number; y: number; held: boolean } | null = null
  let ignoresFocus = false

  const scheduleOpen = (target: HTMLElement, by: Trigger, delay = openDelay) => {
    cancelClose()
    if (name === target && (isOpen || by !== 'touch')) return
    close()
    name = target
    trigger = by
    name.setAttribute('aria-haspopup', 'dialog')
    name.setAttribute('aria-expanded', 'false')
    openTimer = window.setTimeout(() => void open(), delay)
  }

  const open = async () => {
    const target = name
    if (!target) return
    if (touch) touch.held = true
    const card = await load(target)
    if (!card || !target.isConnected) return
    box.replaceChildren(card)
    box.showPopover()
    isOpen = true
    target.setAttribute('aria-expanded', 'true')
    target.setAttribute('aria-controls', box.id)
    positionPopover(box, target)
  }

  /** Loads the card, or a note after a failure; null when a later request has replaced this one. */
  const load = async (target: HTMLElement): Promise<Element | null> => {
    request.abort()
    request = new AbortController()
    const { signal } = request
    const card = await loadCard(target.dataset.card ?? '', signal).catch(() => createNote(text.loadFailed))
    return signal.aborted ? null : card
  }

  const close = () => {
    clearTimeout(openTimer)
    cancelClose()
    request.abort()
    name?.setAttribute('aria-expanded', 'false')
    if (isOpen) box.hidePopover()
    name = null
    isOpen = false
  }

  const cancelClose = () => {
    clearTimeout(closeTimer)
    closeTimer = 0
  }

  const scheduleClose = () => {
    if (!name || trigger !== 'pointer') return
    if (!isOpen) close()
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
    if (event.key === 'Tab' && isOpen) onTab(event, name)
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
    if (isOpen && !isInBox(event.target) && pressed !== name) close()
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
    if (touch && !touch.held && trigger === 'touch' && !isOpen) close()
  }

  /** The browser's context menu for a long press would cover the card. */
  const onContextMenu = (event: Event) => {
    if (!touch || nameAt(event.target) !== touch.name) return
    event.preventDefault()
    if (touch.held) return
    clearTimeout(openTimer)
    void open()
  }

  const onClick = (event: Event) => {
    if (touch?.held && nameAt(event.target) === touch.name) event.preventDefault()
    touch = null
  }

  const onSubmit = (event: SubmitEvent) => {
    const form = event.target as HTMLFormElement
    if (!form.dataset.cardFollow) return
    event.preventDefault()
    if (name && form.ariaBusy !== 'true') void toggleFollow(form, name)
  }

  /** Follows or unfollows, and shows the new state. */
  const toggleFollow = async (form: HTMLFormElement, target: HTMLElement) => {
    form.ariaBusy = 'true'
    const action = form.dataset.cardFollow === 'follow' ? followAction : unfollowAction
    const state = await callAction(action, new FormData(form)).catch(() => null)
    if (!isOpen || name !== target) return
    if (state?.ok) {
      const card = await load(target)
      if (!card) return
      box.replaceChildren(card)
      box.querySelector<HTMLElement>('[data-card-follow] button')?.focus()
    } else {
      form.ariaBusy = 'false'
      box.querySelector('[role=alert]')?.remove()
      const note = createNote(text.actionFailed)
      note.id = ''
      note.role = 'alert'
      form.parentElement?.append(note)
    }
    positionPopover(box, target)
  }

  const onScroll = () => {
    if (!isOpen || !name) return
    const { top, bottom } = name.getBoundingClientRect()
    if (name.isConnected && bottom > 0 && top < innerHeight) positionPopover(box, name)
    else close()
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
  listen('submit', onSubmit)
  listen('scroll', onScroll, true)
  document.documentElement.addEventListener('pointerleave', scheduleClose, { signal: listeners.signal })
  window.addEventListener('resize', onScroll, { signal: listeners.signal })
  return () => {
    close()
    listeners.abort()
  }
}
