import { letter, word } from './word.ts'

/** What a question wants to know of its data. */
export type Purposes = {
  share: boolean
  distribution: boolean
  relation: boolean
  /** Softer words for a relation, which rows may have for other reasons: it takes two numbers to mean one. */
  link: boolean
  trend: boolean
  compare: boolean
  outliers: boolean
  /** How much there is of something, and not how many or how high. */
  amount: boolean
  /** Money that comes in or goes out: prices of what was sold add up to it. */
  money: boolean
  /** Whether one kind has more of something than another, for each of its own. */
  tendency: boolean
}

const more =
  'more|less|fewer|better|worse|(?:soon|long|short|high|low|fast|slow|old|young|cheap|rich|poor|bigg|small|great|strong|weak|quick|lat|heavi|light|larg|tall|earli|dear|hard|warm|cold)er'
const patterns: Record<keyof Purposes, RegExp> = {
  share: word(
    'shares?|proportion(?:s|al(?:ly)?)?|portions?|(?<!\\d )(?:percent(?:ages?)?|per cent)|breakdown|composition|make-?up|mix|ratios?|fractions?|what part|parts? of the whole',
  ),
  distribution: word(
    'distributions?|distributed|spread|histograms?|dispersion|(?<!in (?:the|a) )range(?! of \\d)',
  ),
  relation: new RegExp(
    [
      word(
        'correlations?|correlate[sd]?|correlating|relationships?|relations?|relate[sd]?|versus|vs|against|depend(?:s|ing)? on',
      ).source,
      '§\\d+§\\s+[x×]\\s+§\\d+§',
    ].join('|'),
    'i',
  ),
  link: word(
    'depend(?:s|ed|ing|ence)?|associat(?:ed?|es|ions?)|connect(?:ed|ions?)|link(?:ed|s)?|influences?|affects?|impacts?|leads? to|causes|predicts|determines|drives|explains|matters? for|go(?:es)? (?:along )?with|interplay',
  ),
  trend: word(
    'trends?|over time|over the (?:years|months|weeks|days|quarters)|through(?:out)? the (?:years|months)|evolution|evolv(?:ed?|es|ing)|develop(?:ments?|ed|s)?|chang(?:ed?|es|ing)|growth|gr[eo]w(?:n|ing|s)?|progression|fluctuat(?:ed?|es|ions?|ing)|ris(?:ing|en)|falling|timeline|time series|year after year|year over year|month over month',
  ),
  compare: word('compare[sd]?|comparing|comparisons?|side by side|next to each other'),
  outliers: word('outliers?|medians? and quartiles?|quartiles?|box'),
  tendency: new RegExp(
    `^\\s*(?:and |so )?(?:do|does|did|are|is|was|were|has|have)(?![${letter}]).*(?<![${letter}])(?:${more})(?![${letter}])`,
    'i',
  ),
  amount: word(
    'how much|what did|consumption|usage|use (?:per|by|of|in)|production|output|yield|bring in|brought in|sold|shipped|produced|consumed|delivered|spent|paid|earned|raised|harvested|generated|collected|transported|carried|donated|invested|imported|exported|recycled|booked',
  ),
  money: word(
    'revenues?|sales|turnover|takings|proceeds|income|earnings|spend|spending|spent|expenses|billed?',
  ),
}

export const readPurposes = (text: string): Purposes => ({
  share: patterns.share.test(text),
  distribution: patterns.distribution.test(text),
  relation: patterns.relation.test(text),
  link: patterns.link.test(text),
  trend: patterns.trend.test(text),
  compare: patterns.compare.test(text),
  outliers: patterns.outliers.test(text),
  amount: patterns.amount.test(text),
  money: patterns.money.test(text),
  tendency: patterns.tendency.test(text),
})
