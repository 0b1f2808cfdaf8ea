export function words(text: string): string[] {
  return text.trim().split(/\s+/)
}

/** Paths into the tree of subjects; each but the last part of a path has a line of its own. */
export const CATEGORIES = `
Fiction;Fiction/Literary Fiction;Fiction/Crime;Fiction/Crime/Cosy Crime;Fiction/Crime/Noir;Fiction/Science Fiction
Fiction/Fantasy;Fiction/Historical Fiction;Fiction/Short Stories;Fiction/Romance;Children;Children/Picture Books
Children/Early Readers;Children/Adventure;Science;Science/Astronomy;Science/Biology;Science/Mathematics
Science/Physics;History;History/Ancient History;History/Maritime History;History/Local History;Arts
Arts/Architecture;Arts/Music;Arts/Photography;Home;Home/Cookery;Home/Cookery/Baking;Home/Gardening;Home/Crafts
Travel;Travel/Walking Guides;Travel/Travel Writing;Society;Society/Economics;Society/Philosophy;Society/Politics
Computing;Computing/Databases;Computing/Programming;Poetry`
  .trim()
  .split(/[;\n]/)

export const ADJECTIVES = words(`
  Amber Borrowed Broken Careful Distant Drowned Empty Forgotten Gentle Gilded Hidden Hollow Hungry Invisible
  Last Lost Midnight Northern Paper Patient Quiet Restless Salt Scarlet Second Silver Sleeping Slow Stolen
  Tangled Unfinished Velvet Wandering Whispering Wild Winter`)
export const NOUNS = words(`
  Archive Atlas Bell Bridge Cartographer Cathedral Clock Compass Daughter Door Echo Ferry Forest Garden
  Ghost Harbour Heron House Island Key Lantern Letter Library Lighthouse Map Mirror Mountain Orchard Owl
  Piano River Road Secret Shadow Shore Station Storm Thief Tide Tower Train Village Violin Voyage Watchmaker
  Well Window`)
export const THEMES = words(`
  Bees Bread Bridges Clocks Clouds Colour Coral Deserts Fire Forests Glass Gravity Ice Ink Islands Light
  Maps Markets Memory Moss Numbers Paper Rain Rivers Salt Silence Silk Stars Stone Tea Tides Time Trade Wool`)
export const STREETS = words(`
  Castle Church Garden Harbour Hill Lake Library Linden Market Mill Orchard River School Station`)
export const WAYS = words('Street Road Lane Avenue Square Terrace')
export const HOUSES = words(`
  Alder Beacon Cobalt Drift Ember Fathom Gannet Hazel Inkwell Juniper Kestrel Lantern Meridian Nightjar
  Osprey Pelagic Quill Rookery Saltmarsh Thistle`)
export const CAMPAIGNS = words(`
  LONGREADS SUMMERSHELF HARVEST FIRESIDE NEWLEAF SPRINGPAGES BEACHBAG BACKTOBOOKS WINTERTALES FRESHINK
  GARDENREAD HOLIDAY`)
export const READERS = words(
  'Anxious Careful Curious Hopeful Impatient Patient Restless Sceptical Sleepless Wise',
)
export const WISHLISTS = ['Birthday', 'For the holidays', 'Gifts', 'Some day', 'Summer reading', 'Wishlist']
export const METHODS = ['card', 'card', 'card', 'wallet', 'bank transfer']
/** What reviewers say, by rating from 1 to 5. */
export const OPINIONS = [
  ['Not for me', 'Could not finish it', 'Fell apart in the post'],
  ['Too long by half', 'Disappointing', 'Good idea, poorly told'],
  ['Fine for a train journey', 'Uneven', 'Good in parts'],
  ['Well worth reading', 'Warm and clever', 'Better than the last one'],
  ['Could not put it down', 'A new favourite', 'Bought a second copy to give away'],
]
