import { describe, expect, it } from 'vitest'
import { phraseKey, singular, stem } from '../../../../src/filtered/rules/text/inflection.ts'
import { correction, withinOneEdit } from '../../../../src/filtered/rules/text/spelling.ts'
import { normalize, tokenize } from '../../../../src/filtered/rules/text/tokens.ts'

describe('words', () => {
  it.each([
    ['categories', 'category'],
    ['addresses', 'address'],
    ['people', 'person'],
    ['knives', 'knife'],
    ['status', 'status'],
    ['staff', 'staff'],
  ])('have a singular: %s, %s', (many, one) => expect(singular(many)).toBe(one))

  it('are looked up without hyphens, underscores and plurals', () =>
    expect(phraseKey('Order_Line-Items')).toBe('order line item'))

  it.each([
    ['rented', 'rental'],
    ['shipped', 'shipment'],
    ['prescribed', 'prescription'],
    ['enrolled', 'enrollment'],
    ['submitted', 'submission'],
    ['attended', 'attendance'],
    ['sold', 'sales'],
    ['paid', 'payment'],
  ])('of one deed have the same stem: %s and %s', (verb, noun) => expect(stem(verb)).toBe(stem(noun)))

  it.each([
    ['rated', 'rates', 'rental'],
    ['ordered', 'orders', 'delivered'],
  ])('of other deeds have another one: %s like %s, unlike %s', (verb, like, unlike) => {
    expect(stem(verb)).toBe(stem(like))
    expect(stem(verb)).not.toBe(stem(unlike))
  })
})

describe('spelling', () => {
  it.each([
    ['custmers', 'customers'],
    ['appointmnts', 'appointments'],
    ['prodcuts', 'products'],
  ])('of %s is mended to %s', (wrong, right) =>
    expect(correction(wrong, ['orders', 'payments', 'customers', 'appointments', 'products'])).toBe(right),
  )

  it('is left alone where two words are as near', () =>
    expect(correction('planes', ['planer', 'planet'])).toBeNull())

  it('is left alone in short words, and where more than one letter is off', () => {
    expect(correction('cars', ['cats'])).toBeNull()
    expect(withinOneEdit('custmrs', 'customers')).toBe(false)
  })
})

describe('a prompt', () => {
  const words = (prompt: string) => tokenize(prompt).map(({ word }) => word)
  it("comes apart at contractions: haven't is have not", () =>
    expect(words("customers who haven't ordered")).toEqual(['customers', 'who', 'have', 'not', 'ordered']))
  it('keeps what is quoted in one piece', () =>
    expect(words('tagged "big data"')).toEqual(['tagged', 'big data']))
  it('takes possession off nouns, typographic apostrophes too', () =>
    expect(words('yesterday’s customers’ orders')).toEqual(['yesterday', 'customers', '’', 'orders']))
  it('is compared without accents, case and punctuation', () =>
    expect(normalize('São Paulo-Süd')).toBe('sao paulo sud'))
})
