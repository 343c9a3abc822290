'use client'

import { useEffect, useState } from 'react'
import { withLocalStorage } from './storage'

/**
 * A setting of this browser that is initially on.
 * @param key The key in localStorage; without access to it a change holds for the open page only.
 */
export function useStoredSwitch(key: string): [isOn: boolean, set: (isOn: boolean) => void] {
  const [isOn, setOn] = useState(true)
  useEffect(() => setOn(withLocalStorage((storage) => storage.getItem(key)) !== 'off'), [key])
  return [
    isOn,
    (value) => {
      setOn(value)
      withLocalStorage((storage) => (value ? storage.removeItem(key) : storage.setItem(key, 'off')))
    },
  ]
}
