/**
 * The built-in scenario. With it the requests of the service's published collection (its Segment
 * folder above all) find what they name, and a front end finds one offer of each kind.
 */
export const DEMO_SCENARIO = `# The demo scenario of talon-mock: a shop with one offer of each kind.
# talon-mock demo > shop.yaml, change it, talon-mock start --scenario shop.yaml
version: 1
application: { name: Demo shop, currency: EUR }

attributes:
  CustomerSession: { ShippingCity: string, ShippingCountry: string, Language: string }
  CartItem: { image: string, material: string }
  CustomerProfile:
    { Language: string, ShippingCountry: string, ShippingCity: string, ProductClicked: boolean, Age: number, Vip: boolean }
  Event: { Language: string, ShippingCountry: string, ProductClicked: boolean }
  Coupon: { venueId: string, venueName: string, firstName: string, country: string }
  Referral: { welcome_message: string, firstName: string, country: string }
events: [mySegmentEvent, myBrazeEvent, Test Event, pageViewed]
additionalCosts:
  - { name: shipping }

audiences:
  - { id: 1, name: VIP, integrationId: external_id_1 }
  - { id: 2, name: Newsletter, integrationId: external_id_2 }
  - { id: 3, name: Travellers, integrationId: external_id_3 }
  - { id: 4, name: Runners, integrationId: external_id_4 }
  - { id: 5, name: Students, integrationId: external_id_5 }
  - { id: 6, name: Gone quiet, integrationId: external_id_6 }

profiles:
  - integrationId: anna
    attributes: { Language: english }
    audiences: [VIP]
    closedSessions: 2
    totalSales: 299.99
  # The customer of the service's published samples, in both spellings that they have.
  - { integrationId: URN-GV8294NV }
  - { integrationId: URNGV8294NV }

loyaltyPrograms:
  - id: 25
    name: stars
    title: Stars
    tiers: [{ name: Silver, minPoints: 500 }, { name: Gold, minPoints: 1000 }]
    balances: { anna: 120 }
  - name: club
    title: Club card
    cardBased: true
    cards: [{ identifier: loyalty-card-1, points: 50, profiles: [URN-GV8294NV] }]
  - id: 34
    name: miles
    title: Miles
    balances: { anna: 40, URNGV8294NV: 100 }

giveawayPools:
  - { name: Gift cards, codes: [GIFT-CARD-1, GIFT-CARD-2, GIFT-CARD-3] }
collections:
  mugs: [mug, mug-blue]

campaigns:
  - id: 5671
    name: Christmas 20 %
    coupons:
      - code: XMAS-20-2021
        startDate: 2021-12-01T00:00:00Z
        expiryDate: 2099-12-31T23:59:59Z
      - { code: XMAS-20-2020, expiryDate: 2020-12-31T23:59:59Z } # CouponExpired
      - { code: XMAS-20-2099, startDate: 2099-12-01T00:00:00Z } # CouponStartDateInFuture
      - { code: XMAS-20-USED, usageLimit: 1, usageCounter: 1 } # CouponLimitReached
      - { code: EW-1BC2, isReservationMandatory: true } # CouponReservationRequired
    rules:
      - title: Give 20 %
        when: { coupon: valid }
        then:
          - discount: { name: Christmas 20 %, percent: 20, of: session }

  - id: 5672
    name: Refer a friend
    referrals:
      - { code: NT2K54D9, advocateProfileIntegrationId: anna }
    rules:
      - title: Ten for the friend, a coupon for the advocate
        when: { referral: valid }
        then:
          - discount: { name: Welcome from a friend, amount: 10, of: session }
          - createCoupon: { for: advocate, pattern: THANKS-####, usageLimit: 1, validFor: 90D }

  - name: Welcome
    coupons: [{ code: WELCOME-10 }]
    rules:
      - title: Ten off the first order
        when: { coupon: valid, firstSession: true }
        then:
          - discount: { name: Welcome, amount: 10, of: session }

  - name: Shoe week
    rules:
      - title: 10 % off shoes
        when: { item: { category: shoes } }
        then:
          - itemDiscount: { name: Shoe week, percent: 10, where: { category: shoes } }

  - name: Free shipping
    rules:
      - title: From 100
        when: { cartTotal: { atLeast: 100 } }
        then:
          - costDiscount: { name: Free shipping, cost: shipping, percent: 100 }

  - name: Stars
    rules:
      - title: One star for each unit of money
        when: { profile: { known: true } }
        then:
          - points: { program: stars, name: Stars for the order, perUnit: 1 }

  - name: Gifts
    rules:
      - title: A spoon with two mugs
        when: { item: { in: mugs, quantity: { atLeast: 2 } } }
        then:
          - freeItem: { sku: spoon, name: Spoon }
      - title: A gift card from 500
        when: { sessionTotal: { atLeast: 500 }, profile: { known: true } }
        then:
          - giveaway: { pool: Gift cards }

  - name: VIP
    rules:
      - title: 5 % off the cart
        when: { profile: { audience: VIP } }
        then:
          - discount: { name: VIP, percent: 5, of: items }

  - name: Clicks
    rules:
      - title: Who clicks is talked to
        when: { event: { type: mySegmentEvent, attributes: { ProductClicked: true } } }
        then:
          - notify: { title: Still looking?, body: The product is waiting for you. }
          - audience: { add: Newsletter }

  # Codes that Braze, Iterable and other platforms create for a mailing work here.
  - id: 5843
    name: Vouchers
    couponSettings: { validCharacters: [A, B, C, D, E, F, '2', '3', '4', '5'], couponPattern: VOUCHER-###### }
    rules:
      - title: Five off with a voucher
        when: { coupon: valid }
        then:
          - discount: { name: Voucher, amount: 5, of: session }
      - title: Five off for who comes by recommendation
        when: { referral: valid }
        then:
          - discount: { name: Recommended, amount: 5, of: session }

  - id: 34
    name: Birthday
    coupons:
      - { code: BIRTHDAY-URN, recipientIntegrationId: URNGV8294NV, usageLimit: 1 }
    rules:
      - title: 15 % on the birthday
        when: { coupon: valid }
        then:
          - discount: { name: Birthday, percent: 15, of: session }
`
